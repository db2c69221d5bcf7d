// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SQRT. out[i] = √in[i]: NaN for negative values.</summary>
/// <supports>float32</supports>
public sealed class SqrtFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            output[to] = (float)Math.Sqrt(input[at]);
        }
    }
}

/// <content>Registers <see cref="SqrtFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds SQRT for float32.</summary>
    public static OpResolver AddSqrtFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Sqrt, TypeSet.Float32, 2, static () => new SqrtFloat());
    }
}

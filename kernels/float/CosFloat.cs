// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>COS. out[i] = cos in[i], in radians.</summary>
/// <supports>float32</supports>
public sealed class CosFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            output[to] = (float)Math.Cos(input[at]);
        }
    }
}

/// <content>Registers <see cref="CosFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds COS for float32.</summary>
    public static OpResolver AddCosFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Cos, TypeSet.Float32, 2, static () => new CosFloat());
    }
}

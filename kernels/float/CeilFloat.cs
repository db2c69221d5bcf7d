// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>CEIL. out[i] = ⌈in[i]⌉.</summary>
/// <supports>float32</supports>
public sealed class CeilFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            output[to] = (float)Math.Ceiling(input[at]);
        }
    }
}

/// <content>Registers <see cref="CeilFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds CEIL for float32.</summary>
    public static OpResolver AddCeilFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Ceil, TypeSet.Float32, 2, static () => new CeilFloat());
    }
}

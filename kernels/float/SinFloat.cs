// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SIN. out[i] = sin in[i], in radians.</summary>
/// <supports>float32</supports>
public sealed class SinFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            output[to] = (float)Math.Sin(input[at]);
        }
    }
}

/// <content>Registers <see cref="SinFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds SIN for float32.</summary>
    public static OpResolver AddSinFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Sin, TypeSet.Float32, 2, static () => new SinFloat());
    }
}

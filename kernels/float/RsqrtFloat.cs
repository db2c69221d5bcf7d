// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>RSQRT. out[i] = 1 / √in[i]: ∞ for 0, NaN for negative values.</summary>
/// <supports>float32</supports>
public sealed class RsqrtFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            output[to] = FloatMath.Divide(1f, (float)Math.Sqrt(input[at]));
        }
    }
}

/// <content>Registers <see cref="RsqrtFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds RSQRT for float32.</summary>
    public static OpResolver AddRsqrtFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Rsqrt, TypeSet.Float32, 4, static () => new RsqrtFloat());
    }
}

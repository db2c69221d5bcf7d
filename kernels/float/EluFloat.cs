// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>ELU. out[i] = in[i] for in[i] ≥ 0, else e^in[i] − 1.</summary>
/// <supports>float32</supports>
public sealed class EluFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            float x = input[at];

            // e^x - 1 = tanh(x / 2) * (e^x + 1): no cancellation for small x, whatever the precision of the functions.
            output[to] = x < 0f ? (float)(Math.Tanh(0.5 * x) * (Math.Exp(x) + 1.0)) : x;
        }
    }
}

/// <content>Registers <see cref="EluFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds ELU for float32.</summary>
    public static OpResolver AddEluFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Elu, TypeSet.Float32, 2, static () => new EluFloat());
    }
}

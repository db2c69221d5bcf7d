// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>TANH. out[i] = tanh in[i].</summary>
/// <supports>float32</supports>
public sealed class TanhFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            output[to] = (float)Math.Tanh(input[at]);
        }
    }
}

/// <content>Registers <see cref="TanhFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds TANH for float32.</summary>
    public static OpResolver AddTanhFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Tanh, TypeSet.Float32, 4, static () => new TanhFloat());
    }
}

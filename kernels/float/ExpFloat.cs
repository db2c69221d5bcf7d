// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>EXP. out[i] = e^in[i].</summary>
/// <supports>float32</supports>
public sealed class ExpFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            output[to] = (float)Math.Exp(input[at]);
        }
    }
}

/// <content>Registers <see cref="ExpFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds EXP for float32.</summary>
    public static OpResolver AddExpFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Exp, TypeSet.Float32, 3, static () => new ExpFloat());
    }
}

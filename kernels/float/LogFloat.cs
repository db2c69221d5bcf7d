// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>LOG. out[i] = ln in[i]: −∞ for 0, NaN for negative values.</summary>
/// <supports>float32</supports>
public sealed class LogFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            output[to] = (float)Math.Log(input[at]);
        }
    }
}

/// <content>Registers <see cref="LogFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds LOG for float32.</summary>
    public static OpResolver AddLogFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Log, TypeSet.Float32, 3, static () => new LogFloat());
    }
}

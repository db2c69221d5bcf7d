// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>LOG_SOFTMAX. out[r, c] = in[r, c] − m − ln Σ_k e^(in[r, k] − m), where m is the maximum of row r.</summary>
/// <supports>float32; any rank, along the last dimension</supports>
public sealed class LogSoftmaxFloat : UnaryFloat
{
    private int _depth;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        base.Prepare(context);
        Tensor input = context.RawInput(0);
        context.RequireRank(input, 1, 8);
        _depth = input.Shape[input.Rank - 1];
    }

    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        int depth = _depth;
        while (at < end)
        {
            int rowEnd = at + depth;
            float max = FloatMath.Max(input, at, rowEnd);
            float sum = 0f;
            for (int i = at; i < rowEnd; i++)
            {
                sum += (float)Math.Exp(input[i] - max);
            }

            float log = (float)Math.Log(sum);
            for (; at < rowEnd; at++, to++)
            {
                output[to] = input[at] - max - log;
            }
        }
    }
}

/// <content>Registers <see cref="LogSoftmaxFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds LOG_SOFTMAX for float32.</summary>
    public static OpResolver AddLogSoftmaxFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.LogSoftmax, TypeSet.Float32, 3, static () => new LogSoftmaxFloat());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SOFTMAX. out[r, c] = e^(beta · (in[r, c] − m)) / Σ_k e^(beta · (in[r, k] − m)), where m is the maximum of row r. So no power exceeds 1,
/// and the sum is at least 1.
/// </summary>
/// <supports>float32; any rank, along the last dimension</supports>
public sealed class SoftmaxFloat : UnaryFloat
{
    private float _beta;
    private int _depth;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        base.Prepare(context);
        Tensor input = context.RawInput(0);
        context.RequireRank(input, 1, 8);
        _depth = input.Shape[input.Rank - 1];
        _beta = context.Options(BuiltinOptionsType.Softmax).Single(SoftmaxOptions.Beta);
    }

    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        float beta = _beta;
        int depth = _depth;
        while (at < end)
        {
            int rowEnd = at + depth;
            float max = FloatMath.Max(input, at, rowEnd);
            float sum = 0f;
            for (; at < rowEnd; at++, to++)
            {
                float power = (float)Math.Exp((input[at] - max) * beta);
                output[to] = power;
                sum += power;
            }

            for (int i = to - depth; i < to; i++)
            {
                output[i] /= sum;
            }
        }
    }
}

/// <content>Registers <see cref="SoftmaxFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds SOFTMAX for float32.</summary>
    public static OpResolver AddSoftmaxFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Softmax, TypeSet.Float32, 4, static () => new SoftmaxFloat());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>L2_NORMALIZATION. out[r, c] = in[r, c] / max(√Σ_k in[r, k]², 10⁻⁶).</summary>
/// <supports>float32; up to 4 dimensions, along the last; no fused activation</supports>
public sealed class L2NormalizationFloat : UnaryFloat
{
    private int _depth;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        base.Prepare(context);
        Tensor input = context.RawInput(0);
        context.RequireRank(input, 1, 4);
        _depth = input.Shape[input.Rank - 1];
        int activation = context.Options(BuiltinOptionsType.L2Norm).SByte(L2NormOptions.FusedActivationFunction);
        if (activation != ActivationRange.None)
        {
            throw context.Error(ErrorCode.OptionUnsupported, null, ActivationRange.None, activation);
        }
    }

    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        int depth = _depth;
        while (at < end)
        {
            int rowEnd = at + depth;
            float sum = 0f;
            for (int i = at; i < rowEnd; i++)
            {
                float x = input[i];
                sum += x * x;
            }

            float norm = (float)Math.Sqrt(sum);
            norm = norm < 1e-6f ? 1e-6f : norm;
            for (; at < rowEnd; at++, to++)
            {
                output[to] = input[at] / norm;
            }
        }
    }
}

/// <content>Registers <see cref="L2NormalizationFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds L2_NORMALIZATION for float32.</summary>
    public static OpResolver AddL2NormalizationFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.L2Normalization, TypeSet.Float32, 3, static () => new L2NormalizationFloat());
    }
}

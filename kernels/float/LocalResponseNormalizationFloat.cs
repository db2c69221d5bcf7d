// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// LOCAL_RESPONSE_NORMALIZATION along the last dimension.
/// out[o, c] = in[o, c] · (bias + alpha · Σ_{|k − c| ≤ radius} in[o, k]²)^−beta.
/// </summary>
/// <supports>float32; bias, alpha and beta not negative, bias above 0</supports>
public sealed class LocalResponseNormalizationFloat : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private int _radius;
    private float _bias;
    private float _alpha;
    private float _beta;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 1, 8);
        context.RequireSameShape(_output, _input);
        OptionsView options = context.Options(BuiltinOptionsType.LocalResponseNormalization);
        _radius = options.Int32(LocalResponseNormalizationOptions.Radius);
        _bias = options.Single(LocalResponseNormalizationOptions.Bias);
        _alpha = options.Single(LocalResponseNormalizationOptions.Alpha);
        _beta = options.Single(LocalResponseNormalizationOptions.Beta);

        // These signs keep the base of the power above 0.
        if (_radius < 0 || !(_bias > 0f) || !(_alpha >= 0f) || !(_beta >= 0f))
        {
            throw context.Error(ErrorCode.OptionInvalid, null, 0, _radius);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] input = _input.Float32;
        float[] output = _output.Float32;
        int depth = _input.Shape[_input.Rank - 1];
        int row = _input.Offset;
        int at = _output.Offset;
        for (int end = row + _input.ElementCount; row < end; row += depth)
        {
            for (int c = 0; c < depth; c++)
            {
                int first = c > _radius ? c - _radius : 0;
                int last = _radius < depth - 1 - c ? c + _radius : depth - 1;
                float sum = 0f;
                for (int k = row + first; k <= row + last; k++)
                {
                    sum += input[k] * input[k];
                }

                output[at++] = input[row + c] * (float)Math.Pow(_bias + _alpha * sum, -_beta);
            }
        }
    }
}

/// <content>Registers <see cref="LocalResponseNormalizationFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds LOCAL_RESPONSE_NORMALIZATION for float32.</summary>
    public static OpResolver AddLocalResponseNormalizationFloat(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.LocalResponseNormalization, TypeSet.Float32, 1, static () => new LocalResponseNormalizationFloat());
    }
}

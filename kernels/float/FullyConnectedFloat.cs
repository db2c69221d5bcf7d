// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// FULLY_CONNECTED. out[r, o] = clamp(Σ_c in[r, c] · w[o, c] + bias[o]). The input's elements are divided into rows of the filter's depth.
/// </summary>
/// <supports>float32; weights in the default format</supports>
public sealed class FullyConnectedFloat : Kernel
{
    private Tensor _input;
    private FloatWeights _filter;
    private FloatWeights _bias;
    private Tensor _output;
    private float _low;
    private float _high;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 3);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _filter = FloatWeights.Of(context, 1);
        _bias = FloatWeights.Optional(context, 2);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireSameType(_output, _input);
        context.RequireRank(_filter.Tensor, 2, 2);
        context.RequireRank(_output, 1, 8);
        int rows = _input.ElementCount / _filter.Dimension(1);
        if (rows * _filter.Dimension(1) != _input.ElementCount)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _input, _filter.Dimension(1), _input.ElementCount);
        }

        context.RequireDimension(_output, _output.Rank - 1, _filter.Dimension(0));
        if ((long)rows * _filter.Dimension(0) != _output.ElementCount)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _output, (long)rows * _filter.Dimension(0), _output.ElementCount);
        }

        if (_bias != null)
        {
            context.RequireElementCount(_bias.Tensor, _filter.Dimension(0));
        }

        OptionsView options = context.Options(BuiltinOptionsType.FullyConnected);
        if (options.SByte(FullyConnectedOptions.WeightsFormat) != 0)
        {
            throw context.Error(ErrorCode.OptionUnsupported, _filter.Tensor, 0, options.SByte(FullyConnectedOptions.WeightsFormat));
        }

        ActivationRange.Real(context, options.SByte(FullyConnectedOptions.FusedActivationFunction), _output, out _low, out _high);
    }

    /// <inheritdoc/>
    public override void PackWeights(SpareMemory spare)
    {
        FloatWeights.Pack(spare, _filter, _bias);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] input = _input.Float32;
        float[] output = _output.Float32;
        float[] filter = _filter.Data;
        float[] bias = _bias == null ? null : _bias.Data;
        int biasOffset = _bias == null ? 0 : _bias.Offset;
        int units = _filter.Dimension(0);
        int depth = _filter.Dimension(1);
        float low = _low;
        float high = _high;
        int at = _output.Offset;
        int row = _input.Offset;
        for (int rowsEnd = row + _input.ElementCount; row < rowsEnd; row += depth)
        {
            int w = _filter.Offset;
            int end = row + depth;
            for (int o = 0; o < units; o++)
            {
                float sum = 0f;
                int p = row;
                if (filter == null)
                {
                    sum = _filter.AddProducts(sum, input, row, end, w);
                    w += depth;
                    p = end;
                }

                // The expression is evaluated from left to right, so the order of additions is that of the plain loop.
                for (int end4 = end - 3; p < end4; p += 4, w += 4)
                {
                    sum = sum + input[p] * filter[w] + input[p + 1] * filter[w + 1]
                        + input[p + 2] * filter[w + 2] + input[p + 3] * filter[w + 3];
                }

                for (; p < end; p++, w++)
                {
                    sum += input[p] * filter[w];
                }

                if (bias != null)
                {
                    sum += bias[biasOffset + o];
                }
                else if (_bias != null)
                {
                    sum += _bias.Read(o);
                }

                output[at++] = sum < low ? low : sum > high ? high : sum;
            }
        }
    }
}

/// <content>Registers <see cref="FullyConnectedFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds FULLY_CONNECTED for float32.</summary>
    public static OpResolver AddFullyConnectedFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.FullyConnected, TypeSet.Float32, 14, static () => new FullyConnectedFloat());
    }
}

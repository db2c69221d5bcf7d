// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// DEPTHWISE_CONV_2D. out[b, y, x, c·M + m] = clamp(Σ_{i, j} in[b, y·s + i·d − top, x·s + j·d − left, c] · w[0, i, j, c·M + m]
/// + bias[c·M + m]) with M = output channels / input channels. Cells in the padding add nothing. The terms are added over i, then j.
/// </summary>
/// <supports>float32; dilated convolution, any depth multiplier</supports>
public sealed class DepthwiseConv2DFloat : Kernel
{
    private Tensor _input;
    private FloatWeights _filter;
    private FloatWeights _bias;
    private Tensor _output;
    private Window _window;
    private int _multiplier;
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
        context.RequireRank(_input, 4, 4);
        context.RequireRank(_filter.Tensor, 4, 4);
        context.RequireRank(_output, 4, 4);
        context.RequireDimension(_filter.Tensor, 0, 1);
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 3, _filter.Dimension(3));
        _multiplier = _filter.Dimension(3) / _input.Shape[3];
        if (_multiplier * _input.Shape[3] != _filter.Dimension(3))
        {
            throw context.Error(ErrorCode.ShapeMismatch, _filter.Tensor, _input.Shape[3], _filter.Dimension(3));
        }

        if (_bias != null)
        {
            context.RequireElementCount(_bias.Tensor, _filter.Dimension(3));
        }

        OptionsView options = context.Options(BuiltinOptionsType.DepthwiseConv2D);
        _window = Window.Of(
            context, _input, _output, _filter.Dimension(1), _filter.Dimension(2),
            options.SByte(DepthwiseConv2DOptions.Padding),
            options.Int32(DepthwiseConv2DOptions.StrideH), options.Int32(DepthwiseConv2DOptions.StrideW),
            options.Int32(DepthwiseConv2DOptions.DilationHFactor), options.Int32(DepthwiseConv2DOptions.DilationWFactor));
        ActivationRange.Real(context, options.SByte(DepthwiseConv2DOptions.FusedActivationFunction), _output, out _low, out _high);
        context.AllowOverlap(0, 0, _window.OverlapDistance(_input, _output));
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
        int inputHeight = _input.Shape[1];
        int inputWidth = _input.Shape[2];
        int inputDepth = _input.Shape[3];
        int outputDepth = _output.Shape[3];
        int filterHeight = _window.FilterHeight;
        int filterWidth = _window.FilterWidth;
        int dilationHeight = _window.DilationHeight;
        int dilationWidth = _window.DilationWidth;
        int multiplier = _multiplier;
        float low = _low;
        float high = _high;
        int rowStep = dilationHeight * inputWidth * inputDepth;
        int tapStep = dilationWidth * inputDepth;
        int at = _output.Offset;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            for (int y = 0; y < _output.Shape[1]; y++)
            {
                int originY = y * _window.StrideHeight - _window.PadTop;
                int firstY = Window.FirstTap(originY, dilationHeight);
                int endY = Window.EndTap(originY, dilationHeight, filterHeight, inputHeight);
                for (int x = 0; x < _output.Shape[2]; x++)
                {
                    int originX = x * _window.StrideWidth - _window.PadLeft;
                    int firstX = Window.FirstTap(originX, dilationWidth);
                    int endX = Window.EndTap(originX, dilationWidth, filterWidth, inputWidth);
                    int firstRow = _input.Offset + ((b * inputHeight + originY + firstY * dilationHeight) * inputWidth
                        + originX + firstX * dilationWidth) * inputDepth;
                    int firstWeight = _filter.Offset + (firstY * filterWidth + firstX) * outputDepth;
                    int run = (endX - firstX) * tapStep;
                    int leftInChannel = multiplier;
                    for (int o = 0; o < outputDepth; o++)
                    {
                        if (leftInChannel-- == 0)
                        {
                            leftInChannel = multiplier - 1;
                            firstRow++;
                        }

                        float sum = 0f;
                        int row = firstRow;
                        int weightRow = firstWeight + o;
                        if (filter == null)
                        {
                            sum = SumInPlace(input, row, weightRow, endY - firstY, endX - firstX);
                        }

                        for (int i = filter == null ? endY : firstY; i < endY; i++)
                        {
                            int w = weightRow;
                            int p = row;
                            for (int end = p + run; p < end; p += tapStep, w += outputDepth)
                            {
                                sum += input[p] * filter[w];
                            }

                            row += rowStep;
                            weightRow += filterWidth * outputDepth;
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
    }

    /// <summary>The sum over a window of a channel whose weights have no array.</summary>
    private float SumInPlace(float[] input, int row, int weightRow, int rows, int columns)
    {
        int inputDepth = _input.Shape[3];
        int outputDepth = _output.Shape[3];
        float sum = 0f;
        for (int i = 0; i < rows; i++)
        {
            int p = row + i * _window.DilationHeight * _input.Shape[2] * inputDepth;
            int w = weightRow + i * _window.FilterWidth * outputDepth;
            for (int j = 0; j < columns; j++)
            {
                sum += input[p] * _filter.Read(w);
                p += _window.DilationWidth * inputDepth;
                w += outputDepth;
            }
        }

        return sum;
    }
}

/// <content>Registers <see cref="DepthwiseConv2DFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds DEPTHWISE_CONV_2D for float32.</summary>
    public static OpResolver AddDepthwiseConv2DFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.DepthwiseConv2D, TypeSet.Float32, 8, static () => new DepthwiseConv2DFloat());
    }
}

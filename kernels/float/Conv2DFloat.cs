// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// CONV_2D. out[b, y, x, o] = clamp(Σ_{i, j, c} in[b, y·s + i·d − top, x·s + j·d − left, g·C + c] · w[o, i, j, c] + bias[o]), where g is
/// the group of o and C the depth of the filter. Cells in the padding add nothing. The terms are added one after the other, over i, then
/// j, then c.
/// </summary>
/// <supports>float32; grouped and dilated convolution</supports>
public sealed class Conv2DFloat : Kernel
{
    private Tensor _input;
    private FloatWeights _filter;
    private FloatWeights _bias;
    private Tensor _output;
    private Window _window;
    private int _groups;
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
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 3, _filter.Dimension(0));
        _groups = _input.Shape[3] / _filter.Dimension(3);
        if (_groups * _filter.Dimension(3) != _input.Shape[3] || _filter.Dimension(0) % _groups != 0)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _filter.Tensor, _input.Shape[3], _filter.Dimension(3));
        }

        if (_bias != null)
        {
            context.RequireElementCount(_bias.Tensor, _filter.Dimension(0));
        }

        OptionsView options = context.Options(BuiltinOptionsType.Conv2D);
        _window = Window.Of(
            context, _input, _output, _filter.Dimension(1), _filter.Dimension(2),
            options.SByte(Conv2DOptions.Padding), options.Int32(Conv2DOptions.StrideH), options.Int32(Conv2DOptions.StrideW),
            options.Int32(Conv2DOptions.DilationHFactor), options.Int32(Conv2DOptions.DilationWFactor));
        ActivationRange.Real(context, options.SByte(Conv2DOptions.FusedActivationFunction), _output, out _low, out _high);
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
        int filterDepth = _filter.Dimension(3);
        int filterSize = filterHeight * filterWidth * filterDepth;
        int filtersPerGroup = outputDepth / _groups;
        float low = _low;
        float high = _high;

        // If the taps of a row are contiguous in the input, the row is one run; else each tap is a run.
        bool joined = dilationWidth == 1 && filterDepth == inputDepth;
        int rowStep = dilationHeight * inputWidth * inputDepth;
        int runStep = dilationWidth * inputDepth;
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
                    int runs = joined ? 1 : endX - firstX;
                    int run = joined ? (endX - firstX) * filterDepth : filterDepth;
                    int firstRow = _input.Offset + ((b * inputHeight + originY + firstY * dilationHeight) * inputWidth
                        + originX + firstX * dilationWidth) * inputDepth;
                    int firstWeight = _filter.Offset + (firstY * filterWidth + firstX) * filterDepth;
                    for (int o = 0; o < outputDepth; o++)
                    {
                        float sum = 0f;
                        int row = firstRow + o / filtersPerGroup * filterDepth;
                        int weightRow = firstWeight + o * filterSize;
                        if (filter == null)
                        {
                            sum = SumInPlace(input, row, weightRow, endY - firstY, runs, run);
                        }

                        for (int i = filter == null ? endY : firstY; i < endY; i++)
                        {
                            int p = row;
                            int w = weightRow;
                            for (int j = 0; j < runs; j++)
                            {
                                int end = p + run;

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

                                p += runStep - run;
                            }

                            row += rowStep;
                            weightRow += filterWidth * filterDepth;
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

    /// <summary>The sum over a window of a filter whose weights have no array.</summary>
    private float SumInPlace(float[] input, int row, int weightRow, int rows, int runs, int run)
    {
        int inputDepth = _input.Shape[3];
        int rowStep = _window.DilationHeight * _input.Shape[2] * inputDepth;
        int runStep = _window.DilationWidth * inputDepth;
        float sum = 0f;
        for (int i = 0; i < rows; i++)
        {
            int w = weightRow + i * _window.FilterWidth * _filter.Dimension(3);
            for (int j = 0; j < runs; j++)
            {
                int p = row + i * rowStep + j * runStep;
                sum = _filter.AddProducts(sum, input, p, p + run, w + j * run);
            }
        }

        return sum;
    }
}

/// <content>Registers <see cref="Conv2DFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds CONV_2D for float32.</summary>
    public static OpResolver AddConv2DFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Conv2D, TypeSet.Float32, 9, static () => new Conv2DFloat());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// TRANSPOSE_CONV. Each input cell adds to a window of the output: out[b, y·s + i − top, x·s + j − left, o] += Σ_c in[b, y, x, c] · w[o,
/// i, j, c], in the order of the input's cells. Then the bias is added and the activation clamps. Results outside the output are dropped.
/// </summary>
/// <supports>float32</supports>
public sealed class TransposeConvFloat : Kernel
{
    private Tensor _input;
    private FloatWeights _filter;
    private FloatWeights _bias;
    private Tensor _output;
    private Window _window;
    private float _low;
    private float _high;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 4);
        context.RequireOutputs(1);
        Tensor shape = context.RawInput(0);
        _filter = FloatWeights.Of(context, 1);
        _input = context.Input(2);
        _bias = FloatWeights.Optional(context, 3);
        _output = context.Output(0);
        context.RequireType(shape, TypeSet.Int32);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 4, 4);
        context.RequireRank(_filter.Tensor, 4, 4);
        context.RequireRank(_output, 4, 4);
        context.RequireElementCount(shape, 4);
        for (int d = 0; d < 4 && shape.IsConstant; d++)
        {
            context.RequireDimension(_output, d, shape.GetInt32(d));
        }

        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 3, _filter.Dimension(0));
        context.RequireDimension(_filter.Tensor, 3, _input.Shape[3]);
        if (_bias != null)
        {
            context.RequireElementCount(_bias.Tensor, _filter.Dimension(0));
        }

        // The window slides over the output, with one position per cell of the input.
        OptionsView options = context.Options(BuiltinOptionsType.TransposeConv);
        _window = Window.Of(
            context, _output, _input, _filter.Dimension(1), _filter.Dimension(2),
            options.SByte(TransposeConvOptions.Padding),
            options.Int32(TransposeConvOptions.StrideH), options.Int32(TransposeConvOptions.StrideW), 1, 1);
        ActivationRange.Real(context, options.SByte(TransposeConvOptions.FusedActivationFunction), _output, out _low, out _high);
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
        int inputDepth = _input.Shape[3];
        int outputHeight = _output.Shape[1];
        int outputWidth = _output.Shape[2];
        int outputDepth = _output.Shape[3];
        int filterHeight = _window.FilterHeight;
        int filterWidth = _window.FilterWidth;
        int filterSize = filterHeight * filterWidth * inputDepth;
        int cell = _input.Offset;
        Array.Clear(output, _output.Offset, _output.ElementCount);
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            for (int y = 0; y < _input.Shape[1]; y++)
            {
                int originY = y * _window.StrideHeight - _window.PadTop;
                int firstY = Window.FirstTap(originY, 1);
                int endY = Window.EndTap(originY, 1, filterHeight, outputHeight);
                for (int x = 0; x < _input.Shape[2]; x++)
                {
                    int originX = x * _window.StrideWidth - _window.PadLeft;
                    int firstX = Window.FirstTap(originX, 1);
                    int endX = Window.EndTap(originX, 1, filterWidth, outputWidth);
                    int cellEnd = cell + inputDepth;
                    for (int i = firstY; i < endY; i++)
                    {
                        int at = _output.Offset + ((b * outputHeight + originY + i) * outputWidth + originX + firstX) * outputDepth;
                        for (int j = firstX; j < endX; j++)
                        {
                            int tap = _filter.Offset + (i * filterWidth + j) * inputDepth;
                            for (int o = 0; o < outputDepth; o++)
                            {
                                float sum = output[at];
                                if (filter == null)
                                {
                                    sum = _filter.AddProducts(sum, input, cell, cellEnd, tap);
                                }

                                int w = tap;
                                for (int p = filter == null ? cellEnd : cell; p < cellEnd; p++, w++)
                                {
                                    sum += input[p] * filter[w];
                                }

                                output[at++] = sum;
                                tap += filterSize;
                            }
                        }
                    }

                    cell = cellEnd;
                }
            }
        }

        Finish(output);
    }

    private void Finish(float[] output)
    {
        int depth = _output.Shape[3];
        float low = _low;
        float high = _high;
        int at = _output.Offset;
        for (int end = at + _output.ElementCount; at < end;)
        {
            for (int o = 0; o < depth; o++)
            {
                float value = _bias == null ? output[at] : output[at] + _bias.Read(o);
                output[at++] = value < low ? low : value > high ? high : value;
            }
        }
    }
}

/// <content>Registers <see cref="TransposeConvFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds TRANSPOSE_CONV for float32.</summary>
    public static OpResolver AddTransposeConvFloat(this OpResolver resolver)
    {
        return resolver.Add(
            new OpRegistration(BuiltinOperator.TransposeConv, null, TypeSet.Float32, 2, 6, static () => new TransposeConvFloat()));
    }
}

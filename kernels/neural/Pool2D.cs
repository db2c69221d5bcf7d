// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// AVERAGE_POOL_2D and MAX_POOL_2D. out[b, y, x, c] = clamp(mean or max of in[b, y·s + i − top, x·s + j − left, c]) over the cells of the
/// window that lie inside the input. Input and output have the same scale and zero point, so the stored values are averaged. The mean
/// rounds halves away from zero. Sums of int16 stay below 2^31 for up to 65,536 cells.
/// </summary>
/// <supports>int8 and int16; input and output share scale and zero point</supports>
public sealed class Pool2D : Kernel
{
    private readonly bool _isAverage;
    private Tensor _input;
    private Tensor _output;
    private Window _window;
    private int _min;
    private int _max;

    /// <summary>Creates an average pool or a maximum pool.</summary>
    public Pool2D(bool isAverage)
    {
        _isAverage = isAverage;
    }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Int8 | TypeSet.Int16);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 4, 4);
        context.RequireRank(_output, 4, 4);
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 3, _input.Shape[3]);
        context.RequireQuantized(_input);
        context.RequireSameQuantization(_output, _input);
        OptionsView options = context.Options(BuiltinOptionsType.Pool2D);
        _window = Window.Of(
            context, _input, _output, options.Int32(Pool2DOptions.FilterHeight), options.Int32(Pool2DOptions.FilterWidth),
            options.SByte(Pool2DOptions.Padding), options.Int32(Pool2DOptions.StrideH), options.Int32(Pool2DOptions.StrideW), 1, 1);
        ActivationRange.Quantized(context, options.SByte(Pool2DOptions.FusedActivationFunction), _output, out _min, out _max);
        context.AllowOverlap(0, 0, _window.OverlapDistance(_input, _output));
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        sbyte[] input8 = _input.Int8;
        short[] input16 = _input.Int16;
        sbyte[] output8 = _output.Int8;
        short[] output16 = _output.Int16;
        bool isAverage = _isAverage;
        int inputHeight = _input.Shape[1];
        int inputWidth = _input.Shape[2];
        int depth = _input.Shape[3];
        int rowStep = inputWidth * depth;
        int min = _min;
        int max = _max;
        int at = _output.Offset;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int batch = _input.Offset + b * inputHeight * rowStep;
            for (int y = 0; y < _output.Shape[1]; y++)
            {
                int originY = y * _window.StrideHeight - _window.PadTop;
                int firstY = Window.FirstTap(originY, 1);
                int endY = Window.EndTap(originY, 1, _window.FilterHeight, inputHeight);
                for (int x = 0; x < _output.Shape[2]; x++)
                {
                    int originX = x * _window.StrideWidth - _window.PadLeft;
                    int firstX = Window.FirstTap(originX, 1);
                    int columns = Window.EndTap(originX, 1, _window.FilterWidth, inputWidth) - firstX;
                    int count = (endY - firstY) * columns;
                    int corner = batch + (originY + firstY) * rowStep + (originX + firstX) * depth;

                    // The rows of a window as wide as the input are one run.
                    int runs = columns == inputWidth ? 1 : endY - firstY;
                    int run = columns == inputWidth ? (endY - firstY) * rowStep : columns * depth;
                    for (int c = 0; c < depth; c++)
                    {
                        int value = isAverage ? 0 : short.MinValue;
                        int row = corner + c;
                        for (int i = 0; i < runs; i++)
                        {
                            int end = row + run;
                            if (input16 != null)
                            {
                                for (int p = row; p < end; p += depth)
                                {
                                    int element = input16[p];
                                    if (isAverage)
                                    {
                                        value += element;
                                    }
                                    else if (element > value)
                                    {
                                        value = element;
                                    }
                                }
                            }
                            else if (isAverage)
                            {
                                for (int p = row; p < end; p += depth)
                                {
                                    value += input8[p];
                                }
                            }
                            else
                            {
                                for (int p = row; p < end; p += depth)
                                {
                                    int element = input8[p];
                                    if (element > value)
                                    {
                                        value = element;
                                    }
                                }
                            }

                            row += rowStep;
                        }

                        if (isAverage)
                        {
                            // Division truncates, so half of the divisor is added with the sign of the sum.
                            value = (value > 0 ? value + count / 2 : value - count / 2) / count;
                        }

                        value = value < min ? min : value > max ? max : value;
                        if (output8 != null)
                        {
                            output8[at++] = (sbyte)value;
                        }
                        else
                        {
                            output16[at++] = (short)value;
                        }
                    }
                }
            }
        }
    }
}

/// <content>AVERAGE_POOL_2D and MAX_POOL_2D.</content>
public static partial class NeuralKernels
{
    /// <summary>AVERAGE_POOL_2D for int8 and int16.</summary>
    public static OpResolver AddAveragePool2D(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.AveragePool2D, TypeSet.Int8 | TypeSet.Int16, 3, static () => new Pool2D(true));
    }

    /// <summary>MAX_POOL_2D for int8 and int16.</summary>
    public static OpResolver AddMaxPool2D(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.MaxPool2D, TypeSet.Int8 | TypeSet.Int16, 3, static () => new Pool2D(false));
    }
}

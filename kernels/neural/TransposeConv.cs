// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// TRANSPOSE_CONV. out[b, y, x, o] = clamp(zo + requantise(bias[o] + Σ_{i, j, c} (in[b, (y + top − i) / s, (x + left − j) / s, c] − zi) ·
/// w[o, i, j, c])) over the taps whose divisions have no remainder and whose cells lie inside the input. Filters have zero point 0. int8:
/// sums have 32 bits and wrap like the reference's; with fewer than 65,000 taps they cannot overflow. int16: sums have 64 bits.
/// </summary>
/// <remarks>
/// Each output cell gathers its taps, so sums need memory for one cell only, not for the whole output. The taps of a cell are every s-th
/// of the window, while their input cells step back by one. Eight input channels, less their zero point, stay in locals while all output
/// channels use them: 17 units per multiplication.
/// </remarks>
/// <supports>
/// int8 with int8 filters and an int32 bias; int16 with int8 filters and an int64, int32 or int16 bias; per tensor or per channel
/// </supports>
public sealed class TransposeConv : ConvolutionKernel
{
    private Tensor _computedBias;
    private int _sums;
    private int _filterHeight;
    private int _filterWidth;
    private int _strideHeight;
    private int _strideWidth;
    private int _padTop;
    private int _padLeft;

    // Index in persistent memory.
    private int _bias;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 4);
        context.RequireOutputs(1);
        Tensor filter = context.RawInput(1);
        _input = context.Input(2);
        _output = context.Output(0);
        CheckTypesAndShapes(context, filter);

        OptionsView options = context.Options(BuiltinOptionsType.TransposeConv);
        PrepareWindow(
            context, filter, options.SByte(TransposeConvOptions.Padding),
            options.Int32(TransposeConvOptions.StrideH), options.Int32(TransposeConvOptions.StrideW));
        ActivationRange.Quantized(context, options.SByte(TransposeConvOptions.FusedActivationFunction), _output, out _min, out _max);
        int depth = filter.Shape[0];
        TakeFilter(context, filter, 0);
        Tensor bias = context.HasInput(3) ? context.RawInput(3) : null;
        bool isWide = _input.Type == TensorType.Int16;
        TensorType sumType = isWide ? TensorType.Int64 : TensorType.Int32;
        if (isWide)
        {
            for (int c = ChannelScales.Count(filter) - 1; c >= 0; c--)
            {
                // 64-bit sums are multiplied by the upper 16 bits and shifted right once.
                Memory.Int32[_multipliers + c] = FixedPoint.ReducedMultiplier(Memory.Int32[_multipliers + c]);
                Memory.Int8[_shifts + c] = (sbyte)(15 - Memory.Int8[_shifts + c]);
            }
        }

        _bias = context.Persistent(sumType, depth);
        _sums = context.Scratch(sumType, depth);
        if (bias != null)
        {
            context.RequireType(bias, isWide ? TypeSet.Int16 | TypeSet.Int32 | TypeSet.Int64 : TypeSet.Int32);
            context.RequireElementCount(bias, depth);
            if (bias.IsConstant)
            {
                ReadBias(bias);
            }
            else
            {
                _computedBias = bias;
            }
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (_filter.IsComputed)
        {
            _filter.Refresh();
        }

        if (_computedBias != null)
        {
            ReadBias(_computedBias);
        }

        if (_input.Type == TensorType.Int8)
        {
            EvalInt8();
        }
        else
        {
            EvalInt16();
        }
    }

    private void CheckTypesAndShapes(PrepareContext context, Tensor filter)
    {
        Tensor shape = context.RawInput(0);
        context.RequireType(shape, TypeSet.Int32);
        RequireTypesAndRanks(context, filter, 0, false);
        context.RequireElementCount(shape, 4);
        for (int d = 0; d < 4 && shape.IsConstant; d++)
        {
            context.RequireDimension(_output, d, shape.GetInt32(d));
        }

        context.RequireDimension(filter, 3, _input.Shape[3]);
    }

    /// <summary>Computes the padding, which is that of a convolution over the output, whatever the size of the input.</summary>
    private void PrepareWindow(PrepareContext context, Tensor filter, int padding, int strideHeight, int strideWidth)
    {
        if (strideHeight <= 0 || strideWidth <= 0)
        {
            throw context.Error(ErrorCode.OptionInvalid, null, 1, strideHeight <= 0 ? strideHeight : strideWidth);
        }

        if (padding != Padding.Same && padding != Padding.Valid)
        {
            throw context.Error(ErrorCode.OptionUnsupported, null, Padding.Valid, padding);
        }

        _strideHeight = strideHeight;
        _strideWidth = strideWidth;
        _filterHeight = filter.Shape[1];
        _filterWidth = filter.Shape[2];
        _padTop = PadBefore(padding, _output.Shape[1], _filterHeight, strideHeight);
        _padLeft = PadBefore(padding, _output.Shape[2], _filterWidth, strideWidth);
    }

    private static int PadBefore(int padding, int output, int filter, int stride)
    {
        return Padding.Before(output, Padding.OutputSize(padding, output, filter, stride, 1), filter, stride, 1);
    }

    private void ReadBias(Tensor bias)
    {
        for (int o = 0; o < bias.ElementCount; o++)
        {
            if (_input.Type == TensorType.Int8)
            {
                Memory.Int32[_bias + o] = bias.GetInt32(o);
            }
            else
            {
                Memory.Int64[_bias + o] = bias.GetInteger(o);
            }
        }
    }

    private void EvalInt8()
    {
        sbyte[] input = _input.Int8;
        sbyte[] output = _output.Int8;
        byte[] filter = _filter.Data;
        int[] sums = Memory.Scratch.Int32;
        int[] memory = Memory.Int32;
        sbyte[] shifts = Memory.Int8;
        int scaleStep = _scaleStep;
        int firstSum = _sums;
        int inputHeight = _input.Shape[1];
        int inputWidth = _input.Shape[2];
        int inputDepth = _input.Shape[3];
        int outputHeight = _output.Shape[1];
        int outputWidth = _output.Shape[2];
        int outputDepth = _output.Shape[3];
        int filterHeight = _filterHeight;
        int filterWidth = _filterWidth;
        int strideHeight = _strideHeight;
        int strideWidth = _strideWidth;
        int inputZeroPoint = _input.ZeroPoint;
        int outputZeroPoint = _output.ZeroPoint;
        int filterSize = filterHeight * filterWidth * inputDepth;
        int min = _min;
        int max = _max;
        int endSum = firstSum + outputDepth;
        int at = _output.Offset;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int batch = _input.Offset + b * inputHeight * inputWidth * inputDepth;
            for (int y = 0; y < outputHeight; y++)
            {
                int lastRow = (y + _padTop) / strideHeight;
                int firstTapRow = y + _padTop - lastRow * strideHeight;
                if (lastRow >= inputHeight)
                {
                    firstTapRow += (lastRow - inputHeight + 1) * strideHeight;
                    lastRow = inputHeight - 1;
                }

                for (int x = 0; x < outputWidth; x++)
                {
                    int lastColumn = (x + _padLeft) / strideWidth;
                    int firstTapColumn = x + _padLeft - lastColumn * strideWidth;
                    if (lastColumn >= inputWidth)
                    {
                        firstTapColumn += (lastColumn - inputWidth + 1) * strideWidth;
                        lastColumn = inputWidth - 1;
                    }

                    Array.Copy(memory, _bias, sums, firstSum, outputDepth);
                    int row = lastRow;
                    for (int i = firstTapRow; i < filterHeight && row >= 0; i += strideHeight)
                    {
                        int column = lastColumn;
                        for (int j = firstTapColumn; j < filterWidth && column >= 0; j += strideWidth)
                        {
                            int p = batch + (row * inputWidth + column) * inputDepth;
                            int tap = _filter.Offset + (i * filterWidth + j) * inputDepth;
                            int end = p + inputDepth;
                            for (int end8 = end - 7; p < end8; p += 8)
                            {
                                int x0 = input[p] - inputZeroPoint;
                                int x1 = input[p + 1] - inputZeroPoint;
                                int x2 = input[p + 2] - inputZeroPoint;
                                int x3 = input[p + 3] - inputZeroPoint;
                                int x4 = input[p + 4] - inputZeroPoint;
                                int x5 = input[p + 5] - inputZeroPoint;
                                int x6 = input[p + 6] - inputZeroPoint;
                                int x7 = input[p + 7] - inputZeroPoint;
                                int w = tap;
                                for (int s = firstSum; s < endSum; s++)
                                {
                                    sums[s] = sums[s] + x0 * (sbyte)filter[w] + x1 * (sbyte)filter[w + 1]
                                        + x2 * (sbyte)filter[w + 2] + x3 * (sbyte)filter[w + 3]
                                        + x4 * (sbyte)filter[w + 4] + x5 * (sbyte)filter[w + 5]
                                        + x6 * (sbyte)filter[w + 6] + x7 * (sbyte)filter[w + 7];
                                    w += filterSize;
                                }

                                tap += 8;
                            }

                            if (p < end)
                            {
                                for (int s = firstSum; s < endSum; s++)
                                {
                                    int sum = sums[s];
                                    int w = tap;
                                    for (int q = p; q < end; q++, w++)
                                    {
                                        sum += (input[q] - inputZeroPoint) * (sbyte)filter[w];
                                    }

                                    sums[s] = sum;
                                    tap += filterSize;
                                }
                            }

                            column--;
                        }

                        row--;
                    }

                    int m = _multipliers;
                    int h = _shifts;
                    for (int o = 0; o < outputDepth; o++)
                    {
                        int sum = sums[firstSum + o];
                        int shift = shifts[h];
                        long product;
                        if (shift > 0)
                        {
                            product = ((long)(sum << shift) * memory[m] + 0x40000000L) >> 31;
                        }
                        else
                        {
                            product = ((long)sum * memory[m] + 0x40000000L) >> 31;
                            if (shift < 0)
                            {
                                product = (product + (1L << (-1 - shift)) + (product >> 63)) >> -shift;
                            }
                        }

                        int value = (int)product + outputZeroPoint;
                        output[at++] = (sbyte)(value < min ? min : value > max ? max : value);
                        m += scaleStep;
                        h += scaleStep;
                    }
                }
            }
        }
    }

    private void EvalInt16()
    {
        short[] input = _input.Int16;
        short[] output = _output.Int16;
        byte[] filter = _filter.Data;
        long[] sums = Memory.Scratch.Int64;
        int[] memory = Memory.Int32;
        sbyte[] shifts = Memory.Int8;
        int scaleStep = _scaleStep;
        int firstSum = _sums;
        int inputHeight = _input.Shape[1];
        int inputWidth = _input.Shape[2];
        int inputDepth = _input.Shape[3];
        int outputHeight = _output.Shape[1];
        int outputWidth = _output.Shape[2];
        int outputDepth = _output.Shape[3];
        int filterHeight = _filterHeight;
        int filterWidth = _filterWidth;
        int strideHeight = _strideHeight;
        int strideWidth = _strideWidth;
        int filterSize = filterHeight * filterWidth * inputDepth;
        int min = _min;
        int max = _max;
        int endSum = firstSum + outputDepth;
        int at = _output.Offset;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int batch = _input.Offset + b * inputHeight * inputWidth * inputDepth;
            for (int y = 0; y < outputHeight; y++)
            {
                int lastRow = (y + _padTop) / strideHeight;
                int firstTapRow = y + _padTop - lastRow * strideHeight;
                if (lastRow >= inputHeight)
                {
                    firstTapRow += (lastRow - inputHeight + 1) * strideHeight;
                    lastRow = inputHeight - 1;
                }

                for (int x = 0; x < outputWidth; x++)
                {
                    int lastColumn = (x + _padLeft) / strideWidth;
                    int firstTapColumn = x + _padLeft - lastColumn * strideWidth;
                    if (lastColumn >= inputWidth)
                    {
                        firstTapColumn += (lastColumn - inputWidth + 1) * strideWidth;
                        lastColumn = inputWidth - 1;
                    }

                    Array.Copy(Memory.Int64, _bias, sums, firstSum, outputDepth);
                    int row = lastRow;
                    for (int i = firstTapRow; i < filterHeight && row >= 0; i += strideHeight)
                    {
                        int column = lastColumn;
                        for (int j = firstTapColumn; j < filterWidth && column >= 0; j += strideWidth)
                        {
                            int p = batch + (row * inputWidth + column) * inputDepth;
                            int tap = _filter.Offset + (i * filterWidth + j) * inputDepth;
                            int end = p + inputDepth;
                            for (int end8 = end - 7; p < end8; p += 8)
                            {
                                int x0 = input[p];
                                int x1 = input[p + 1];
                                int x2 = input[p + 2];
                                int x3 = input[p + 3];
                                int x4 = input[p + 4];
                                int x5 = input[p + 5];
                                int x6 = input[p + 6];
                                int x7 = input[p + 7];
                                int w = tap;
                                for (int s = firstSum; s < endSum; s++)
                                {
                                    // Eight products fit 32 bits, so only their sum is widened.
                                    sums[s] = sums[s] + (x0 * (sbyte)filter[w] + x1 * (sbyte)filter[w + 1]
                                        + x2 * (sbyte)filter[w + 2] + x3 * (sbyte)filter[w + 3]
                                        + x4 * (sbyte)filter[w + 4] + x5 * (sbyte)filter[w + 5]
                                        + x6 * (sbyte)filter[w + 6] + x7 * (sbyte)filter[w + 7]);
                                    w += filterSize;
                                }

                                tap += 8;
                            }

                            if (p < end)
                            {
                                for (int s = firstSum; s < endSum; s++)
                                {
                                    int sum = 0;
                                    int w = tap;
                                    for (int q = p; q < end; q++, w++)
                                    {
                                        sum += input[q] * (sbyte)filter[w];
                                    }

                                    sums[s] = sums[s] + sum;
                                    tap += filterSize;
                                }
                            }

                            column--;
                        }

                        row--;
                    }

                    for (int o = 0; o < outputDepth; o++)
                    {
                        int shift = shifts[_shifts + o * scaleStep];
                        int value = (int)((sums[firstSum + o] * memory[_multipliers + o * scaleStep] + (1L << (shift - 1))) >> shift);
                        output[at++] = (short)(value < min ? min : value > max ? max : value);
                    }
                }
            }
        }
    }
}

/// <content>TRANSPOSE_CONV.</content>
public static partial class NeuralKernels
{
    /// <summary>TRANSPOSE_CONV for int8 and int16. The type is that of input 2, because input 0 is the output's shape.</summary>
    public static OpResolver AddTransposeConv(this OpResolver resolver)
    {
        return resolver.Add(
            new OpRegistration(
                BuiltinOperator.TransposeConv, null, TypeSet.Int8 | TypeSet.Int16, 2, 6, static () => new TransposeConv()));
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// CONV_2D. out[b, y, x, o] = clamp(zo + requantise(bias[o]
/// + Σ_{i, j, c} (in[b, y·s + i·d − top, x·s + j·d − left, g·C + c] − zi) · w[o, i, j, c])), where g is the group of o and C the depth of
/// the filter. Cells in the padding add nothing. Filters have zero point 0.
/// int8: sums have 32 bits and wrap like the reference's; with fewer than 65,000 taps they cannot overflow.
/// int16: sums have 64 bits, or 32 with an int32 bias.
/// </summary>
/// <remarks>
/// A window that lies wholly inside the input starts from a bias with −zi · Σw folded in, so its loop needs no zero point. Only windows
/// across the border subtract the zero point in every tap. The packed form, which runs instead if there is scratch for it, is in
/// Conv2D.Packed.cs.
/// </remarks>
/// <supports>
/// int8 with int8 or int4 filters, per tensor or per channel; int16 with int8 filters and an int32 or int64 bias; grouped convolution
/// </supports>
public sealed partial class Conv2D : ConvolutionKernel
{
    private Tensor _bias;
    private Window _window;
    private int _filterDepth;
    private bool _hasWideSums;

    // Index in persistent memory.
    private int _foldedBias;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 3);
        context.RequireOutputs(1);
        _input = context.Input(0);
        Tensor filter = context.RawInput(1);
        _bias = context.HasInput(2) ? context.RawInput(2) : null;
        _output = context.Output(0);
        CheckTypesAndShapes(context, filter);

        OptionsView options = context.Options(BuiltinOptionsType.Conv2D);
        _window = Window.Of(
            context, _input, _output, filter.Shape[1], filter.Shape[2],
            options.SByte(Conv2DOptions.Padding), options.Int32(Conv2DOptions.StrideH), options.Int32(Conv2DOptions.StrideW),
            options.Int32(Conv2DOptions.DilationHFactor), options.Int32(Conv2DOptions.DilationWFactor));
        ActivationRange.Quantized(context, options.SByte(Conv2DOptions.FusedActivationFunction), _output, out _min, out _max);
        TakeFilter(context, filter, 0);
        if (_filterDepth == _input.Shape[3])
        {
            // The packed form of a grouped convolution writes the channels of one group before it reads those of the next.
            context.AllowOverlap(0, 0, _window.OverlapDistance(_input, _output));
        }

        if (_input.Type == TensorType.Int16)
        {
            _bias = context.OptionalInput(2);
            TensorType biasType = _bias == null ? (TensorType)options.SByte(Conv2DOptions.QuantizedBiasType) : _bias.Type;
            _hasWideSums = biasType != TensorType.Int32;
            return;
        }

        _foldedBias = context.Persistent(TensorType.Int32, filter.Shape[0]);
        if (IsFoldConstant)
        {
            FoldBias();
        }
    }

    /// <summary>Whether weights and bias are the same in every Eval, so that Prepare can fold the bias.</summary>
    private bool IsFoldConstant => !_filter.IsComputed && (_bias == null || _bias.IsConstant);

    /// <inheritdoc/>
    public override void Eval()
    {
        if (_filter.IsComputed)
        {
            _filter.Refresh();
        }

        if (_input.Type == TensorType.Int16)
        {
            EvalInt16();
            return;
        }

        if (_packed != null)
        {
            _packed.Run(this);
            return;
        }

        if (!IsFoldConstant)
        {
            FoldBias();
        }

        EvalInt8();
    }

    private void CheckTypesAndShapes(PrepareContext context, Tensor filter)
    {
        RequireTypesAndRanks(context, filter, 0, true);
        _filterDepth = filter.Shape[3];
        int groups = _input.Shape[3] / _filterDepth;
        if (groups * _filterDepth != _input.Shape[3] || filter.Shape[0] % groups != 0)
        {
            throw context.Error(ErrorCode.ShapeMismatch, filter, _input.Shape[3], _filterDepth);
        }

        if (_bias != null)
        {
            RequireBias(context, _bias, filter.Shape[0]);
        }
    }

    /// <summary>Computes bias[o] − zi · Σ w[o] for all output channels.</summary>
    private void FoldBias()
    {
        byte[] filter = _filter.Data;
        int[] memory = Memory.Int32;
        int channels = _output.Shape[3];
        int taps = _window.FilterHeight * _window.FilterWidth * _filterDepth;
        int at = _filter.Offset;
        for (int o = 0; o < channels; o++)
        {
            int sum = 0;
            for (int end = at + taps; at < end; at++)
            {
                sum += (sbyte)filter[at];
            }

            memory[_foldedBias + o] = (_bias == null ? 0 : _bias.GetInt32(o)) - _input.ZeroPoint * sum;
        }
    }

    /// <summary>
    /// Position after position, because the output may lie over the input: windows that lie wholly inside the input, whose bias has the
    /// zero point folded in, and those over its border.
    /// </summary>
    private void EvalInt8()
    {
        int height = _output.Shape[1];
        int width = _output.Shape[2];
        int firstX = Window.FirstInside(_window.PadLeft, _window.StrideWidth, width);
        int endX = firstX + Window.CountInside(
            firstX, _window.PadLeft, _window.StrideWidth, _window.DilationWidth, _window.FilterWidth, _input.Shape[2], width);
        int firstY = Window.FirstInside(_window.PadTop, _window.StrideHeight, height);
        int endY = firstY + Window.CountInside(
            firstY, _window.PadTop, _window.StrideHeight, _window.DilationHeight, _window.FilterHeight, _input.Shape[1], height);
        if (firstX >= endX || firstY >= endY)
        {
            EvalBorderInt8(0, _input.Shape[0] * height, 0, width);
            return;
        }

        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int top = b * height;
            EvalBorderInt8(top, top + firstY, 0, width);
            if (endX - firstX == width)
            {
                EvalInsideInt8(b, firstY, endY, 0, width);
            }
            else
            {
                for (int y = firstY; y < endY; y++)
                {
                    EvalBorderInt8(top + y, top + y + 1, 0, firstX);
                    EvalInsideInt8(b, y, y + 1, firstX, endX);
                    EvalBorderInt8(top + y, top + y + 1, endX, width);
                }
            }

            EvalBorderInt8(top + endY, top + height, 0, width);
        }
    }

    private void EvalInsideInt8(int batch, int firstY, int endY, int firstX, int endX)
    {
        sbyte[] values = _input.Int8;
        sbyte[] results = _output.Int8;
        byte[] filter = _filter.Data;
        int[] memory = Memory.Int32;
        sbyte[] shifts = Memory.Int8;
        int foldedBias = _foldedBias;
        int scaleStep = _scaleStep;
        int inputWidth = _input.Shape[2];
        int inputDepth = _input.Shape[3];
        int outputWidth = _output.Shape[2];
        int outputDepth = _output.Shape[3];
        int filterHeight = _window.FilterHeight;
        int filterDepth = _filterDepth;
        int zeroPoint = _output.ZeroPoint;
        int min = _min;
        int max = _max;

        // If the taps of a row are contiguous in the input, the row is one run; else each tap is a run.
        bool joined = _window.DilationWidth == 1 && filterDepth == inputDepth;
        int runs = joined ? 1 : _window.FilterWidth;
        int run = joined ? _window.FilterWidth * filterDepth : filterDepth;
        int runGap = _window.DilationWidth * inputDepth - run;
        int rowStep = _window.DilationHeight * inputWidth * inputDepth;
        int windowStep = _window.StrideWidth * inputDepth;
        int filtersPerGroup = outputDepth / (inputDepth / filterDepth);

        int y = firstY - 1;
        int x = endX;
        int window = 0;
        int at = 0;
        for (int left = (endY - firstY) * (endX - firstX); left > 0; left--)
        {
            if (x == endX)
            {
                y++;
                x = firstX;
                int originY = batch * _input.Shape[1] + y * _window.StrideHeight - _window.PadTop;
                window = _input.Offset + (originY * inputWidth + x * _window.StrideWidth - _window.PadLeft) * inputDepth;
                at = _output.Offset + ((batch * _output.Shape[1] + y) * outputWidth + x) * outputDepth;
            }

            // The weights are met in the order in which they lie.
            int w = _filter.Offset;
            int group = window;
            int leftInGroup = filtersPerGroup;
            int m = _multipliers;
            int s = _shifts;
            for (int o = 0; o < outputDepth; o++)
            {
                if (leftInGroup-- == 0)
                {
                    leftInGroup = filtersPerGroup - 1;
                    group += filterDepth;
                }

                int sum = memory[foldedBias + o];
                int row = group;
                for (int i = 0; i < filterHeight; i++)
                {
                    int p = row;
                    for (int j = 0; j < runs; j++)
                    {
                        // Four products stay on the evaluation stack for each load and store of the sum.
                        int end = p + run;
                        for (int end4 = end - 3; p < end4; p += 4, w += 4)
                        {
                            sum += values[p] * (sbyte)filter[w] + values[p + 1] * (sbyte)filter[w + 1]
                                + values[p + 2] * (sbyte)filter[w + 2] + values[p + 3] * (sbyte)filter[w + 3];
                        }

                        for (; p < end; p++, w++)
                        {
                            sum += values[p] * (sbyte)filter[w];
                        }

                        p += runGap;
                    }

                    row += rowStep;
                }

                int shift = shifts[s];
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

                int value = (int)product + zeroPoint;
                results[at++] = (sbyte)(value < min ? min : value > max ? max : value);
                m += scaleStep;
                s += scaleStep;
            }

            x++;
            window += windowStep;
        }
    }

    /// <summary>
    /// Some columns of some rows of all batches: only the taps inside the input count, each with the zero point taken off.
    /// </summary>
    private void EvalBorderInt8(int firstRow, int endRow, int firstX, int endX)
    {
        if (firstRow >= endRow || firstX >= endX)
        {
            return;
        }

        sbyte[] values = _input.Int8;
        sbyte[] results = _output.Int8;
        byte[] filter = _filter.Data;
        int[] memory = Memory.Int32;
        sbyte[] shifts = Memory.Int8;
        int[] bias = _bias == null ? null : _bias.Int32;
        int biasOffset = _bias == null ? 0 : _bias.Offset;
        int constantBias = ConstantBias.PlaceOf(_bias);
        byte[] model = constantBias < 0 ? null : _bias.ConstantBytes;
        int scaleStep = _scaleStep;
        int inputHeight = _input.Shape[1];
        int inputWidth = _input.Shape[2];
        int inputDepth = _input.Shape[3];
        int outputWidth = _output.Shape[2];
        int outputDepth = _output.Shape[3];
        int filterHeight = _window.FilterHeight;
        int filterWidth = _window.FilterWidth;
        int filterDepth = _filterDepth;
        int strideWidth = _window.StrideWidth;
        int padLeft = _window.PadLeft;
        int dilationHeight = _window.DilationHeight;
        int dilationWidth = _window.DilationWidth;
        int inputZeroPoint = _input.ZeroPoint;
        int outputZeroPoint = _output.ZeroPoint;
        int min = _min;
        int max = _max;
        bool joined = dilationWidth == 1 && filterDepth == inputDepth;
        int rowStep = dilationHeight * inputWidth * inputDepth;
        int weightStep = filterWidth * filterDepth;
        int filtersPerGroup = outputDepth / (inputDepth / filterDepth);
        int outputHeight = _output.Shape[1];
        for (int row = firstRow; row < endRow; row++)
        {
            int batch = row / outputHeight;
            int originY = (row - batch * outputHeight) * _window.StrideHeight - _window.PadTop;
            int origin = _input.Offset + batch * inputHeight * inputWidth * inputDepth;
            int at = _output.Offset + (row * outputWidth + firstX) * outputDepth;
            int topTap = Window.FirstTap(originY, dilationHeight);
            int endTap = Window.EndTap(originY, dilationHeight, filterHeight, inputHeight);
            for (int x = firstX; x < endX; x++)
            {
                int originX = x * strideWidth - padLeft;
                int leftTap = Window.FirstTap(originX, dilationWidth);
                int rowTaps = Window.EndTap(originX, dilationWidth, filterWidth, inputWidth) - leftTap;
                int runs = joined ? 1 : rowTaps;
                int run = joined ? rowTaps * filterDepth : filterDepth;
                int runGap = dilationWidth * inputDepth - run;
                int window = origin + ((originY + topTap * dilationHeight) * inputWidth + originX + leftTap * dilationWidth) * inputDepth;
                int weights = _filter.Offset + (topTap * filterWidth + leftTap) * filterDepth;
                for (int o = 0; o < outputDepth; o++)
                {
                    int sum = bias == null ? ConstantBias.Read(model, constantBias, o) : bias[biasOffset + o];
                    sum += BorderSum(
                        values, window + o / filtersPerGroup * filterDepth, rowStep, filter, weights, weightStep,
                        endTap - topTap, runs, run, runGap, inputZeroPoint);
                    int value = FixedPoint.Multiply(sum, memory[_multipliers + o * scaleStep], shifts[_shifts + o * scaleStep])
                        + outputZeroPoint;
                    results[at++] = (sbyte)(value < min ? min : value > max ? max : value);
                    weights += filterHeight * weightStep;
                }
            }
        }
    }

    /// <summary>The taps of one output inside the input: rows of runs of values, each less the zero point, times their weights.</summary>
    private static int BorderSum(
        sbyte[] values, int row, int rowStep, byte[] filter, int weightRow, int weightStep, int rows, int runs, int run, int runGap,
        int zeroPoint)
    {
        int sum = 0;
        for (; rows > 0; rows--)
        {
            int p = row;
            int w = weightRow;
            for (int left = runs; left > 0; left--)
            {
                int end = p + run;
                for (int end4 = end - 3; p < end4; p += 4, w += 4)
                {
                    sum += (values[p] - zeroPoint) * (sbyte)filter[w] + (values[p + 1] - zeroPoint) * (sbyte)filter[w + 1]
                        + (values[p + 2] - zeroPoint) * (sbyte)filter[w + 2] + (values[p + 3] - zeroPoint) * (sbyte)filter[w + 3];
                }

                for (; p < end; p++, w++)
                {
                    sum += (values[p] - zeroPoint) * (sbyte)filter[w];
                }

                p += runGap;
            }

            row += rowStep;
            weightRow += weightStep;
        }

        return sum;
    }

    /// <summary>Without a zero point there is nothing to fold: windows over the border only have fewer taps.</summary>
    private void EvalInt16()
    {
        short[] values = _input.Int16;
        short[] results = _output.Int16;
        byte[] filter = _filter.Data;
        int[] memory = Memory.Int32;
        sbyte[] shifts = Memory.Int8;
        bool isWide = _hasWideSums;
        int[] bias = _bias == null ? null : _bias.Int32;
        long[] wideBias = _bias == null ? null : _bias.Int64;
        int biasOffset = _bias == null ? 0 : _bias.Offset;
        int scaleStep = _scaleStep;
        int inputHeight = _input.Shape[1];
        int inputWidth = _input.Shape[2];
        int inputDepth = _input.Shape[3];
        int outputHeight = _output.Shape[1];
        int outputWidth = _output.Shape[2];
        int outputDepth = _output.Shape[3];
        int filterHeight = _window.FilterHeight;
        int filterWidth = _window.FilterWidth;
        int filterDepth = _filterDepth;
        int strideWidth = _window.StrideWidth;
        int padLeft = _window.PadLeft;
        int dilationHeight = _window.DilationHeight;
        int dilationWidth = _window.DilationWidth;
        int min = _min;
        int max = _max;
        bool joined = dilationWidth == 1 && filterDepth == inputDepth;
        int rowStep = dilationHeight * inputWidth * inputDepth;
        int weightStep = filterWidth * filterDepth;
        int filtersPerGroup = outputDepth / (inputDepth / filterDepth);
        int at = _output.Offset;
        for (int line = 0; line < _input.Shape[0] * outputHeight; line++)
        {
            int batch = line / outputHeight;
            int originY = (line - batch * outputHeight) * _window.StrideHeight - _window.PadTop;
            int topTap = Window.FirstTap(originY, dilationHeight);
            int endTap = Window.EndTap(originY, dilationHeight, filterHeight, inputHeight);
            int firstRow = batch * inputHeight + originY + topTap * dilationHeight;
            for (int x = 0; x < outputWidth; x++)
            {
                int originX = x * strideWidth - padLeft;
                int leftTap = Window.FirstTap(originX, dilationWidth);
                int rowTaps = Window.EndTap(originX, dilationWidth, filterWidth, inputWidth) - leftTap;
                int runs = joined ? 1 : rowTaps;
                int run = joined ? rowTaps * filterDepth : filterDepth;
                int runGap = dilationWidth * inputDepth - run;
                int window = _input.Offset + (firstRow * inputWidth + originX + leftTap * dilationWidth) * inputDepth;
                int weights = _filter.Offset + (topTap * filterWidth + leftTap) * filterDepth;
                for (int o = 0; o < outputDepth; o++)
                {
                    long sum = wideBias != null ? wideBias[biasOffset + o] : bias != null ? bias[biasOffset + o] : 0;
                    sum += SumInt16(
                        values, window + o / filtersPerGroup * filterDepth, rowStep, filter, weights, weightStep,
                        endTap - topTap, runs, run, runGap);
                    int multiplier = memory[_multipliers + o * scaleStep];
                    int shift = shifts[_shifts + o * scaleStep];
                    int value = isWide ? FixedPoint.Multiply(sum, multiplier, shift) : FixedPoint.Multiply((int)sum, multiplier, shift);
                    results[at++] = (short)(value < min ? min : value > max ? max : value);
                    weights += filterHeight * weightStep;
                }
            }
        }
    }

    /// <summary>The taps of one output inside the input: rows of runs of values times their weights.</summary>
    private static long SumInt16(
        short[] values, int row, int rowStep, byte[] filter, int weightRow, int weightStep, int rows, int runs, int run, int runGap)
    {
        long sum = 0;
        for (; rows > 0; rows--)
        {
            int p = row;
            int w = weightRow;
            for (int left = runs; left > 0; left--)
            {
                int end = p + run;
                for (int end4 = end - 3; p < end4; p += 4, w += 4)
                {
                    // Four products of int16 and int8 fit 32 bits, so only their sum is widened.
                    sum += values[p] * (sbyte)filter[w] + values[p + 1] * (sbyte)filter[w + 1]
                        + values[p + 2] * (sbyte)filter[w + 2] + values[p + 3] * (sbyte)filter[w + 3];
                }

                for (; p < end; p++, w++)
                {
                    sum += values[p] * (sbyte)filter[w];
                }

                p += runGap;
            }

            row += rowStep;
            weightRow += weightStep;
        }

        return sum;
    }
}

/// <content>CONV_2D.</content>
public static partial class NeuralKernels
{
    /// <summary>CONV_2D for int8 and int16.</summary>
    public static OpResolver AddConv2D(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Conv2D, TypeSet.Int8 | TypeSet.Int16, 8, static () => new Conv2D());
    }
}

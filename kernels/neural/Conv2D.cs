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
public sealed partial class Conv2D : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private Tensor _bias;
    private FilterBytes _filter;
    private Window _window;
    private int _filterDepth;
    private int _min;
    private int _max;
    private bool _hasWideSums;

    // Indices in persistent memory. The step is 1 if each channel has its own multiplier and shift, else 0.
    private int _foldedBias;
    private int _multipliers;
    private int _shifts;
    private int _scaleStep;

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
        ChannelScales.Require(context, _input, filter, _output, filter.Shape[0], 0);
        int scales = ChannelScales.Count(filter);
        _scaleStep = scales > 1 ? 1 : 0;
        _multipliers = context.Persistent(TensorType.Int32, scales);
        _shifts = context.Persistent(TensorType.Int8, scales);
        ChannelScales.Write(Memory, _multipliers, _shifts, _input, filter, _output);
        _filter = new FilterBytes(context, filter);
        if (_input.Type == TensorType.Int16)
        {
            context.RequireZeroPoint(_input, 0);
            context.RequireZeroPoint(_output, 0);
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
        context.RequireType(_input, TypeSet.Int8 | TypeSet.Int16);
        context.RequireSameType(_output, _input);
        if (filter.Type != TensorType.Int8 && (filter.Type != TensorType.Int4 || _input.Type != TensorType.Int8))
        {
            throw context.Error(ErrorCode.TypeUnsupported, filter, (int)TypeSet.Int8, (int)filter.Type);
        }

        context.RequireRank(_input, 4, 4);
        context.RequireRank(filter, 4, 4);
        context.RequireRank(_output, 4, 4);
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 3, filter.Shape[0]);
        _filterDepth = filter.Shape[3];
        int groups = _input.Shape[3] / _filterDepth;
        if (groups * _filterDepth != _input.Shape[3] || filter.Shape[0] % groups != 0)
        {
            throw context.Error(ErrorCode.ShapeMismatch, filter, _input.Shape[3], _filterDepth);
        }

        if (_bias != null)
        {
            context.RequireType(_bias, _input.Type == TensorType.Int8 ? TypeSet.Int32 : TypeSet.Int32 | TypeSet.Int64);
            context.RequireElementCount(_bias, filter.Shape[0]);
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

    private void EvalInt8()
    {
        sbyte[] input = _input.Int8;
        sbyte[] output = _output.Int8;
        byte[] filter = _filter.Data;
        int[] memory = Memory.Int32;
        sbyte[] shifts = Memory.Int8;
        int foldedBias = _foldedBias;
        int scaleStep = _scaleStep;
        int[] bias = _bias == null ? null : _bias.Int32;
        int biasOffset = _bias == null ? 0 : _bias.Offset;
        int constantBias = ConstantBias.PlaceOf(_bias);
        byte[] model = constantBias < 0 ? null : _bias.ConstantBytes;
        int filterOffset = _filter.Offset;
        int inputHeight = _input.Shape[1];
        int inputWidth = _input.Shape[2];
        int inputDepth = _input.Shape[3];
        int outputHeight = _output.Shape[1];
        int outputWidth = _output.Shape[2];
        int outputDepth = _output.Shape[3];
        int filterHeight = _window.FilterHeight;
        int filterWidth = _window.FilterWidth;
        int filterDepth = _filterDepth;
        int dilationHeight = _window.DilationHeight;
        int dilationWidth = _window.DilationWidth;
        int filtersPerGroup = outputDepth / (inputDepth / filterDepth);
        int inputZeroPoint = _input.ZeroPoint;
        int outputZeroPoint = _output.ZeroPoint;
        int min = _min;
        int max = _max;
        int filterSize = filterHeight * filterWidth * filterDepth;

        // If the taps of a row are contiguous in the input, the row is one run; else each tap is a run.
        bool joined = dilationWidth == 1 && filterDepth == inputDepth;
        int rowStep = dilationHeight * inputWidth * inputDepth;
        int runStep = dilationWidth * inputDepth;
        int at = _output.Offset;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int batch = _input.Offset + b * inputHeight * inputWidth * inputDepth;
            for (int y = 0; y < outputHeight; y++)
            {
                int originY = y * _window.StrideHeight - _window.PadTop;
                int firstY = Window.FirstTap(originY, dilationHeight);
                int endY = Window.EndTap(originY, dilationHeight, filterHeight, inputHeight);
                for (int x = 0; x < outputWidth; x++)
                {
                    int originX = x * _window.StrideWidth - _window.PadLeft;
                    int firstX = Window.FirstTap(originX, dilationWidth);
                    int endX = Window.EndTap(originX, dilationWidth, filterWidth, inputWidth);
                    bool inside = endY - firstY == filterHeight && endX - firstX == filterWidth;
                    int runs = joined ? 1 : endX - firstX;
                    int run = joined ? (endX - firstX) * filterDepth : filterDepth;
                    int firstRow = batch
                        + ((originY + firstY * dilationHeight) * inputWidth + originX + firstX * dilationWidth) * inputDepth;
                    int firstWeight = filterOffset + (firstY * filterWidth + firstX) * filterDepth;
                    int group = 0;
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

                        int sum = inside ? memory[foldedBias + o]
                            : bias == null ? ConstantBias.Read(model, constantBias, o) : bias[biasOffset + o];
                        int row = firstRow + group;
                        int weightRow = firstWeight + o * filterSize;
                        for (int i = firstY; i < endY; i++)
                        {
                            int p = row;
                            int w = weightRow;
                            for (int j = 0; j < runs; j++)
                            {
                                int end = p + run;
                                if (inside)
                                {
                                    // Four products stay on the evaluation stack for each load and store of the sum.
                                    for (int end4 = end - 3; p < end4; p += 4, w += 4)
                                    {
                                        sum += input[p] * (sbyte)filter[w] + input[p + 1] * (sbyte)filter[w + 1]
                                            + input[p + 2] * (sbyte)filter[w + 2] + input[p + 3] * (sbyte)filter[w + 3];
                                    }

                                    for (; p < end; p++, w++)
                                    {
                                        sum += input[p] * (sbyte)filter[w];
                                    }
                                }
                                else
                                {
                                    for (int end4 = end - 3; p < end4; p += 4, w += 4)
                                    {
                                        sum += (input[p] - inputZeroPoint) * (sbyte)filter[w]
                                            + (input[p + 1] - inputZeroPoint) * (sbyte)filter[w + 1]
                                            + (input[p + 2] - inputZeroPoint) * (sbyte)filter[w + 2]
                                            + (input[p + 3] - inputZeroPoint) * (sbyte)filter[w + 3];
                                    }

                                    for (; p < end; p++, w++)
                                    {
                                        sum += (input[p] - inputZeroPoint) * (sbyte)filter[w];
                                    }
                                }

                                p += runStep - run;
                            }

                            row += rowStep;
                            weightRow += filterWidth * filterDepth;
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

                        int value = (int)product + outputZeroPoint;
                        output[at++] = (sbyte)(value < min ? min : value > max ? max : value);
                        m += scaleStep;
                        s += scaleStep;
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
        bool isWide = _hasWideSums;
        int[] bias = _bias == null ? null : _bias.Int32;
        long[] wideBias = _bias == null ? null : _bias.Int64;
        int biasOffset = _bias == null ? 0 : _bias.Offset;
        int[] memory = Memory.Int32;
        sbyte[] shifts = Memory.Int8;
        int scaleStep = _scaleStep;
        int filterOffset = _filter.Offset;
        int inputHeight = _input.Shape[1];
        int inputWidth = _input.Shape[2];
        int inputDepth = _input.Shape[3];
        int outputHeight = _output.Shape[1];
        int outputWidth = _output.Shape[2];
        int outputDepth = _output.Shape[3];
        int filterHeight = _window.FilterHeight;
        int filterWidth = _window.FilterWidth;
        int filterDepth = _filterDepth;
        int dilationHeight = _window.DilationHeight;
        int dilationWidth = _window.DilationWidth;
        int filtersPerGroup = outputDepth / (inputDepth / filterDepth);
        int min = _min;
        int max = _max;
        int filterSize = filterHeight * filterWidth * filterDepth;
        bool joined = dilationWidth == 1 && filterDepth == inputDepth;
        int rowStep = dilationHeight * inputWidth * inputDepth;
        int runStep = dilationWidth * inputDepth;
        int at = _output.Offset;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int batch = _input.Offset + b * inputHeight * inputWidth * inputDepth;
            for (int y = 0; y < outputHeight; y++)
            {
                int originY = y * _window.StrideHeight - _window.PadTop;
                int firstY = Window.FirstTap(originY, dilationHeight);
                int endY = Window.EndTap(originY, dilationHeight, filterHeight, inputHeight);
                for (int x = 0; x < outputWidth; x++)
                {
                    int originX = x * _window.StrideWidth - _window.PadLeft;
                    int firstX = Window.FirstTap(originX, dilationWidth);
                    int endX = Window.EndTap(originX, dilationWidth, filterWidth, inputWidth);
                    int runs = joined ? 1 : endX - firstX;
                    int run = joined ? (endX - firstX) * filterDepth : filterDepth;
                    int firstRow = batch
                        + ((originY + firstY * dilationHeight) * inputWidth + originX + firstX * dilationWidth) * inputDepth;
                    int firstWeight = filterOffset + (firstY * filterWidth + firstX) * filterDepth;
                    for (int o = 0; o < outputDepth; o++)
                    {
                        // There is no zero point to fold. Windows across the border only have fewer taps.
                        long sum = wideBias != null ? wideBias[biasOffset + o] : bias != null ? bias[biasOffset + o] : 0;
                        int row = firstRow + o / filtersPerGroup * filterDepth;
                        int weightRow = firstWeight + o * filterSize;
                        for (int i = firstY; i < endY; i++)
                        {
                            int p = row;
                            int w = weightRow;
                            for (int j = 0; j < runs; j++)
                            {
                                int end = p + run;
                                for (int end4 = end - 3; p < end4; p += 4, w += 4)
                                {
                                    // Four products of int16 and int8 fit 32 bits, so only their sum is widened.
                                    sum += input[p] * (sbyte)filter[w] + input[p + 1] * (sbyte)filter[w + 1]
                                        + input[p + 2] * (sbyte)filter[w + 2] + input[p + 3] * (sbyte)filter[w + 3];
                                }

                                for (; p < end; p++, w++)
                                {
                                    sum += input[p] * (sbyte)filter[w];
                                }

                                p += runStep - run;
                            }

                            row += rowStep;
                            weightRow += filterWidth * filterDepth;
                        }

                        int value = isWide
                            ? FixedPoint.Multiply(sum, memory[_multipliers + o * scaleStep], shifts[_shifts + o * scaleStep])
                            : FixedPoint.Multiply((int)sum, memory[_multipliers + o * scaleStep], shifts[_shifts + o * scaleStep]);
                        output[at++] = (short)(value < min ? min : value > max ? max : value);
                    }
                }
            }
        }
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

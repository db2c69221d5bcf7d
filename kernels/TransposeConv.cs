// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// TRANSPOSE_CONV. out[b, y, x, o] = clamp(zo + requantise(bias[o] + Σ_{i, j, c} (in[b, u, v, c] − zi) · w[o, i, j, c])) over all taps with
/// u·s = y + top − i and v·s = x + left − j inside the input: the transpose of CONV_2D, whose padding is that of a convolution from the
/// output's size. Filters have zero point 0. int8: 32-bit sums; int16: 64-bit sums.
/// </summary>
/// <remarks>Each output gathers the taps that reach it, so there is no buffer of sums and each input run is read in order.</remarks>
[KernelRemarks("int8 with int8 filters and an int32 bias; int16 with int8 filters and an int64, int32 or int16 bias; per tensor or per channel")]
public sealed class TransposeConv : Kernel
{
    private Tensor _shape;
    private Tensor _input;
    private Tensor _output;
    private Tensor _bias;
    private FilterBytes _filter;
    private ChannelScales _scales;
    private int _filterHeight;
    private int _filterWidth;
    private int _strideHeight;
    private int _strideWidth;
    private int _padTop;
    private int _padLeft;
    private int _min;
    private int _max;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 4);
        context.RequireOutputs(1);
        _shape = context.Input(0);
        Tensor filter = context.RawInput(1);
        _input = context.Input(2);
        _bias = context.OptionalInput(3);
        _output = context.Output(0);
        CheckTypesAndShapes(context, filter);

        OptionsView options = context.Options(BuiltinOptionsType.TransposeConv);
        int padding = options.SByte(0, 0);
        _strideWidth = options.Int32(1, 0);
        _strideHeight = options.Int32(2, 0);
        if (_strideWidth <= 0 || _strideHeight <= 0)
        {
            throw context.Error(ErrorCode.OptionInvalid, null, 1, _strideWidth <= 0 ? _strideWidth : _strideHeight);
        }

        if (padding != Padding.Same && padding != Padding.Valid)
        {
            throw context.Error(ErrorCode.OptionUnsupported, null, Padding.Valid, padding);
        }

        _filterHeight = filter.Shape[1];
        _filterWidth = filter.Shape[2];
        _padTop = PadBefore(padding, _output.Shape[1], _filterHeight, _strideHeight);
        _padLeft = PadBefore(padding, _output.Shape[2], _filterWidth, _strideWidth);
        ActivationRange.Quantized(context, options.SByte(3, 0), _output, out _min, out _max);
        _scales = new ChannelScales(context, _input, filter, _output, filter.Shape[0], 0);
        _filter = new FilterBytes(context, filter);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (_filter.IsComputed)
        {
            _filter.Refresh();
        }

        sbyte[] input8 = _input.Int8;
        short[] input16 = _input.Int16;
        sbyte[] output8 = _output.Int8;
        short[] output16 = _output.Int16;
        byte[] filter = _filter.Data;
        int[] multipliers = _scales.Multipliers;
        int[] shifts = _scales.Shifts;
        int inputHeight = _input.Shape[1];
        int inputWidth = _input.Shape[2];
        int depth = _input.Shape[3];
        int outputDepth = _output.Shape[3];
        int filterHeight = _filterHeight;
        int filterWidth = _filterWidth;
        int strideHeight = _strideHeight;
        int strideWidth = _strideWidth;
        int zeroPoint = _input.ZeroPoint;
        int min = _min;
        int max = _max;
        int at = _output.Offset;
        for (int b = 0; b < _output.Shape[0]; b++)
        {
            int batch = _input.Offset + b * inputHeight * inputWidth * depth;
            for (int y = 0; y < _output.Shape[1]; y++)
            {
                // The taps that fall on input rows are a stride apart; the first one is where the remainder says.
                int firstY = (y + _padTop) % strideHeight;
                for (int x = 0; x < _output.Shape[2]; x++)
                {
                    int firstX = (x + _padLeft) % strideWidth;
                    for (int o = 0; o < outputDepth; o++)
                    {
                        long sum = _bias == null ? 0 : BiasAt(o);
                        int row = (y + _padTop) / strideHeight;
                        for (int i = firstY; i < filterHeight && row >= 0; i += strideHeight, row--)
                        {
                            int column = (x + _padLeft) / strideWidth;
                            for (int j = firstX; j < filterWidth && column >= 0; j += strideWidth, column--)
                            {
                                if (row >= inputHeight || column >= inputWidth)
                                {
                                    continue;
                                }

                                int p = batch + (row * inputWidth + column) * depth;
                                int w = _filter.Offset + ((o * filterHeight + i) * filterWidth + j) * depth;
                                if (input8 != null)
                                {
                                    for (int end = p + depth; p < end; p++, w++)
                                    {
                                        sum += (input8[p] - zeroPoint) * (sbyte)filter[w];
                                    }
                                }
                                else
                                {
                                    for (int end = p + depth; p < end; p++, w++)
                                    {
                                        sum += input16[p] * (sbyte)filter[w];
                                    }
                                }
                            }
                        }

                        if (input8 != null)
                        {
                            int value = FixedPoint.Multiply((int)sum, multipliers[o], shifts[o]) + _output.ZeroPoint;
                            output8[at++] = (sbyte)(value < min ? min : value > max ? max : value);
                        }
                        else
                        {
                            int value = FixedPoint.Multiply(sum, multipliers[o], shifts[o]);
                            output16[at++] = (short)(value < min ? min : value > max ? max : value);
                        }
                    }
                }
            }
        }
    }

    private static int PadBefore(int padding, int output, int filter, int stride)
    {
        return Padding.Before(output, Padding.OutputSize(padding, output, filter, stride, 1), filter, stride, 1);
    }

    private long BiasAt(int channel)
    {
        int at = _bias.Offset + channel;
        return _bias.Int64 != null ? _bias.Int64[at] : _bias.Int32 != null ? _bias.Int32[at] : _bias.Int16[at];
    }

    private void CheckTypesAndShapes(PrepareContext context, Tensor filter)
    {
        context.RequireType(_shape, TypeSet.Int32);
        context.RequireElementCount(_shape, 4);
        context.RequireType(_input, TypeSet.Int8 | TypeSet.Int16);
        context.RequireType(filter, TypeSet.Int8);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 4, 4);
        context.RequireRank(filter, 4, 4);
        context.RequireRank(_output, 4, 4);
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 3, filter.Shape[0]);
        context.RequireDimension(filter, 3, _input.Shape[3]);

        // A shape computed at run time cannot change anything: the planner has given the output its size.
        for (int d = 0; d < 4 && _shape.IsConstant; d++)
        {
            context.RequireDimension(_output, d, _shape.GetInt32(d));
        }

        if (_input.Type == TensorType.Int16)
        {
            context.RequireZeroPoint(_input, 0);
            context.RequireZeroPoint(_output, 0);
        }

        if (_bias != null)
        {
            context.RequireType(
                _bias, _input.Type == TensorType.Int8 ? TypeSet.Int32 : TypeSet.Int64 | TypeSet.Int32 | TypeSet.Int16);
            context.RequireElementCount(_bias, filter.Shape[0]);
        }
    }
}

/// <content>TRANSPOSE_CONV.</content>
public static partial class NeuralKernels
{
    /// <summary>TRANSPOSE_CONV for int8 and int16.</summary>
    public static OpResolver AddTransposeConv(this OpResolver resolver)
    {
        return resolver.Add(new OpRegistration(
            BuiltinOperator.TransposeConv, null, TypeSet.Int8 | TypeSet.Int16, 2, 5, static () => new TransposeConv()));
    }
}

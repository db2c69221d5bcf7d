// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// DEPTHWISE_CONV_2D. out[b, y, x, c·M + m] = clamp(zo + requantise(bias[c·M + m] + Σ_{i, j} (in[b, y·s + i·d − top, x·s + j·d − left, c]
/// − zi) · w[0, i, j, c·M + m])), where M is the depth multiplier. Cells in the padding add nothing. Filters have zero point 0. int8:
/// sums have 32 bits, safe for 65,000 taps. int16: sums have 64 bits.
/// </summary>
/// <remarks>
/// Neighbouring channels share no activation, so each output channel loops over its taps alone. The three taps of a row in the usual
/// filter are one expression, whose sum stays on the evaluation stack. The zero point is folded into the bias, as in CONV_2D. The packed
/// form, which runs instead if there is scratch for it, is in DepthwiseConv2D.Packed.cs.
/// </remarks>
/// <supports>int8 with int8 or int4 filters; int16 with int8 filters and an int64 or int32 bias; per tensor or per channel</supports>
public sealed partial class DepthwiseConv2D : ConvolutionKernel
{
    private Tensor _bias;
    private Window _window;
    private int _multiplier;

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

        OptionsView options = context.Options(BuiltinOptionsType.DepthwiseConv2D);
        _window = Window.Of(
            context, _input, _output, filter.Shape[1], filter.Shape[2],
            options.SByte(DepthwiseConv2DOptions.Padding),
            options.Int32(DepthwiseConv2DOptions.StrideH), options.Int32(DepthwiseConv2DOptions.StrideW),
            options.Int32(DepthwiseConv2DOptions.DilationHFactor), options.Int32(DepthwiseConv2DOptions.DilationWFactor));
        ActivationRange.Quantized(context, options.SByte(DepthwiseConv2DOptions.FusedActivationFunction), _output, out _min, out _max);
        TakeFilter(context, filter, 3);

        bool isSlow = _input.Type == TensorType.Int8 && !CanPackOverlapped(context);
        context.AllowOverlap(0, 0, _window.OverlapDistance(_input, _output), _input.Shape[3], isSlow);
        if (_input.Type == TensorType.Int16)
        {
            _bias = context.OptionalInput(2);
            return;
        }

        _foldedBias = context.Persistent(TensorType.Int32, filter.Shape[3]);
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
        RequireTypesAndRanks(context, filter, 3, true);
        context.RequireDimension(filter, 0, 1);
        _multiplier = filter.Shape[3] / _input.Shape[3];
        if (_multiplier * _input.Shape[3] != filter.Shape[3])
        {
            throw context.Error(ErrorCode.ShapeMismatch, filter, _input.Shape[3], filter.Shape[3]);
        }

        if (_bias != null)
        {
            RequireBias(context, _bias, filter.Shape[3]);
        }
    }

    /// <summary>Computes bias[o] − zi · Σ w[o] for all output channels.</summary>
    private void FoldBias()
    {
        byte[] filter = _filter.Data;
        int[] memory = Memory.Int32;
        int channels = _output.Shape[3];
        int taps = _window.FilterHeight * _window.FilterWidth;
        for (int o = 0; o < channels; o++)
        {
            int sum = 0;
            int at = _filter.Offset + o;
            for (int t = 0; t < taps; t++)
            {
                sum += (sbyte)filter[at];
                at += channels;
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
        int dilationHeight = _window.DilationHeight;
        int dilationWidth = _window.DilationWidth;
        int depthMultiplier = _multiplier;
        int inputZeroPoint = _input.ZeroPoint;
        int outputZeroPoint = _output.ZeroPoint;
        int min = _min;
        int max = _max;
        int rowStep = dilationHeight * inputWidth * inputDepth;
        int tapStep = dilationWidth * inputDepth;
        int tapStep2 = 2 * tapStep;
        int outputDepth2 = 2 * outputDepth;
        int filterRowStep = filterWidth * outputDepth;
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
                    bool three = inside && filterWidth == 3;
                    int row = batch + ((originY + firstY * dilationHeight) * inputWidth + originX + firstX * dilationWidth) * inputDepth;
                    int firstWeight = filterOffset + (firstY * filterWidth + firstX) * outputDepth;
                    int columns = endX - firstX;
                    int left = depthMultiplier;
                    int m = _multipliers;
                    int s = _shifts;
                    for (int o = 0; o < outputDepth; o++)
                    {
                        int sum = inside ? memory[foldedBias + o]
                            : bias == null ? ConstantBias.Read(model, constantBias, o) : bias[biasOffset + o];
                        int p = row;
                        int w = firstWeight + o;
                        if (three)
                        {
                            for (int i = filterHeight; i > 0; i--)
                            {
                                sum += input[p] * (sbyte)filter[w] + input[p + tapStep] * (sbyte)filter[w + outputDepth]
                                    + input[p + tapStep2] * (sbyte)filter[w + outputDepth2];
                                p += rowStep;
                                w += filterRowStep;
                            }
                        }
                        else
                        {
                            int zeroPoint = inside ? 0 : inputZeroPoint;
                            for (int i = firstY; i < endY; i++)
                            {
                                int q = p;
                                int v = w;
                                for (int j = columns; j > 0; j--)
                                {
                                    sum += (input[q] - zeroPoint) * (sbyte)filter[v];
                                    q += tapStep;
                                    v += outputDepth;
                                }

                                p += rowStep;
                                w += filterRowStep;
                            }
                        }

                        // The next output channel reads the next input channel after every multiplier has used this one.
                        if (--left == 0)
                        {
                            left = depthMultiplier;
                            row++;
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
        int[] memory = Memory.Int32;
        sbyte[] shifts = Memory.Int8;
        int scaleStep = _scaleStep;
        int[] bias = _bias == null ? null : _bias.Int32;
        long[] wideBias = _bias == null ? null : _bias.Int64;
        int biasOffset = _bias == null ? 0 : _bias.Offset;
        int inputHeight = _input.Shape[1];
        int inputWidth = _input.Shape[2];
        int inputDepth = _input.Shape[3];
        int outputDepth = _output.Shape[3];
        int dilationHeight = _window.DilationHeight;
        int dilationWidth = _window.DilationWidth;
        int filterWidth = _window.FilterWidth;
        int min = _min;
        int max = _max;
        int tapStep = dilationWidth * inputDepth;
        int at = _output.Offset;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int batch = _input.Offset + b * inputHeight * inputWidth * inputDepth;
            for (int y = 0; y < _output.Shape[1]; y++)
            {
                int originY = y * _window.StrideHeight - _window.PadTop;
                int firstY = Window.FirstTap(originY, dilationHeight);
                int endY = Window.EndTap(originY, dilationHeight, _window.FilterHeight, inputHeight);
                for (int x = 0; x < _output.Shape[2]; x++)
                {
                    int originX = x * _window.StrideWidth - _window.PadLeft;
                    int firstX = Window.FirstTap(originX, dilationWidth);
                    int columns = Window.EndTap(originX, dilationWidth, filterWidth, inputWidth) - firstX;
                    int corner = batch
                        + ((originY + firstY * dilationHeight) * inputWidth + originX + firstX * dilationWidth) * inputDepth;
                    int firstWeight = _filter.Offset + (firstY * filterWidth + firstX) * outputDepth;
                    for (int o = 0; o < outputDepth; o++)
                    {
                        long sum = wideBias != null ? wideBias[biasOffset + o] : bias != null ? bias[biasOffset + o] : 0;
                        int row = corner + o / _multiplier;
                        int weightRow = firstWeight + o;
                        for (int i = firstY; i < endY; i++)
                        {
                            int q = row;
                            int v = weightRow;
                            for (int j = columns; j > 0; j--)
                            {
                                sum += input[q] * (sbyte)filter[v];
                                q += tapStep;
                                v += outputDepth;
                            }

                            row += dilationHeight * inputWidth * inputDepth;
                            weightRow += filterWidth * outputDepth;
                        }

                        int value = FixedPoint.Multiply(sum, memory[_multipliers + o * scaleStep], shifts[_shifts + o * scaleStep]);
                        output[at++] = (short)(value < min ? min : value > max ? max : value);
                    }
                }
            }
        }
    }
}

/// <content>DEPTHWISE_CONV_2D.</content>
public static partial class NeuralKernels
{
    /// <summary>DEPTHWISE_CONV_2D for int8 and int16.</summary>
    public static OpResolver AddDepthwiseConv2D(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.DepthwiseConv2D, TypeSet.Int8 | TypeSet.Int16, 7, static () => new DepthwiseConv2D());
    }
}

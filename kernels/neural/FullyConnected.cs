// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// FULLY_CONNECTED. out[b, o] = clamp(zo + requantise(bias[o] + Σ_c (in[b, c] − zi) · (w[o, c] − zw))). The input's elements are divided
/// into rows of the filter's depth. Sums are as in CONV_2D: 32 bits for int8; 64 for int16, or 32 with an int32 bias.
/// </summary>
/// <remarks>
/// Multiplied out, the zero points leave the inner loop. −zi · Σw and +n · zi · zw are constants of an output; they are folded into its
/// bias if the budget has 4 bytes for each. −zw · Σx is one sum per row, needed only for an asymmetric filter. At the lowest memory level
/// nothing is folded.
/// </remarks>
/// <supports>
/// int8 with int8 (per tensor or per channel) or int4 (per tensor) filters; int16 with int8 filters and an int32 or int64 bias
/// </supports>
public sealed partial class FullyConnected : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private Tensor _bias;
    private FilterBytes _filter;
    private bool _isWide;
    private int _depth;
    private int _units;
    private int _filterZeroPoint;
    private int _min;
    private int _max;

    // One multiplier and shift for all units, or, if each unit has its own, their indices in persistent memory.
    private bool _isPerChannel;
    private int _multiplier;
    private int _shift;

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

        OptionsView options = context.Options(BuiltinOptionsType.FullyConnected);
        if (options.SByte(FullyConnectedOptions.WeightsFormat) != 0)
        {
            throw context.Error(ErrorCode.OptionUnsupported, filter, 0, options.SByte(FullyConnectedOptions.WeightsFormat));
        }

        ActivationRange.Quantized(context, options.SByte(FullyConnectedOptions.FusedActivationFunction), _output, out _min, out _max);
        TensorType biasType = (TensorType)options.SByte(FullyConnectedOptions.QuantizedBiasType);
        PrepareScales(context, filter);
        _filter = new FilterBytes(context, filter);
        if (_input.Type == TensorType.Int16)
        {
            context.RequireZeroPoint(_input, 0);
            context.RequireZeroPoint(_output, 0);
            context.RequireZeroPoint(filter, 0);
            _bias = context.OptionalInput(2);
            _isWide = _bias == null ? biasType != TensorType.Int32 : _bias.Type == TensorType.Int64;
        }
    }

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
        }
        else if (_packed != null)
        {
            EvalPacked();
        }
        else
        {
            EvalInt8();
        }
    }

    private void CheckTypesAndShapes(PrepareContext context, Tensor filter)
    {
        context.RequireType(_input, TypeSet.Int8 | TypeSet.Int16);
        context.RequireSameType(_output, _input);
        if (filter.Type != TensorType.Int8 && (filter.Type != TensorType.Int4 || _input.Type != TensorType.Int8))
        {
            throw context.Error(ErrorCode.TypeUnsupported, filter, (int)TypeSet.Int8, (int)filter.Type);
        }

        context.RequireRank(filter, 2, 2);
        _units = filter.Shape[0];
        _depth = filter.Shape[1];
        int rows = _input.ElementCount / _depth;
        if (rows * _depth != _input.ElementCount)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _input, _depth, _input.ElementCount);
        }

        if ((long)rows * _units != _output.ElementCount)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _output, (long)rows * _units, _output.ElementCount);
        }

        if (_output.Rank != 0)
        {
            context.RequireDimension(_output, _output.Rank - 1, _units);
        }

        if (_bias != null)
        {
            context.RequireType(_bias, _input.Type == TensorType.Int8 ? TypeSet.Int32 : TypeSet.Int32 | TypeSet.Int64);
            context.RequireElementCount(_bias, _units);
        }
    }

    private void PrepareScales(PrepareContext context, Tensor filter)
    {
        _isPerChannel = filter.ChannelCount > 1;
        if (_isPerChannel)
        {
            ChannelScales.Require(context, _input, filter, _output, _units, 0);
            _multiplier = context.Persistent(TensorType.Int32, _units);
            _shift = context.Persistent(TensorType.Int8, _units);
            ChannelScales.Write(Memory, _multiplier, _shift, _input, filter, _output);
            return;
        }

        context.RequireQuantized(_input);
        context.RequireQuantized(filter);
        context.RequireQuantized(_output);
        _filterZeroPoint = filter.ZeroPoint;

        // Per tensor, the reference multiplies the scales in single precision and divides in double precision.
        float product = _input.Scale * filter.Scale;
        _multiplier = QuantizedMultiplier.FromReal((double)product / (double)_output.Scale, out _shift);
        ChannelScales.RequireShift(context, _output, _shift, _input.Type == TensorType.Int16);
    }

    private int MultiplierOf(int unit)
    {
        return _isPerChannel ? Memory.Int32[_multiplier + unit] : _multiplier;
    }

    private int ShiftOf(int unit)
    {
        return _isPerChannel ? Memory.Int8[_shift + unit] : _shift;
    }

    /// <summary>bias[o] − zi · (Σ w[o] − n · zw).</summary>
    private int FoldedBias(int unit)
    {
        byte[] filter = _filter.Data;
        int at = _filter.Offset + unit * _depth;
        int sum = -_depth * _filterZeroPoint;
        for (int end = at + _depth; at < end; at++)
        {
            sum += (sbyte)filter[at];
        }

        return (_bias == null ? 0 : _bias.GetInt32(unit)) - _input.ZeroPoint * sum;
    }

    /// <summary>
    /// The plain loop. With a folded bias its products need no zero point. Without one it reads the bias in the model and subtracts the
    /// input's zero point in each product.
    /// </summary>
    private void EvalInt8()
    {
        sbyte[] input = _input.Int8;
        sbyte[] output = _output.Int8;
        byte[] filter = _filter.Data;
        int[] foldedBias = _foldedBias;
        Tensor inPlace = foldedBias == null ? _bias : null;
        int[] bias = inPlace == null ? null : inPlace.Int32;
        int biasOffset = bias == null ? 0 : inPlace.Offset;
        int constantBias = inPlace == null ? ConstantBias.None : ConstantBias.PlaceOf(inPlace);
        byte[] model = constantBias < 0 ? null : inPlace.ConstantBytes;
        int depth = _depth;
        int units = _units;
        int multiplier = _multiplier;
        int shift = _shift;
        int[] multipliers = _isPerChannel ? Memory.Int32 : null;
        sbyte[] shifts = multipliers == null ? null : Memory.Int8;
        int firstMultiplier = _multiplier;
        int firstShift = _shift;
        int filterZeroPoint = _filterZeroPoint;
        int inputZeroPoint = foldedBias == null ? _input.ZeroPoint : 0;
        int outputZeroPoint = _output.ZeroPoint;
        int min = _min;
        int max = _max;
        int outputAt = _output.Offset;
        int row = _input.Offset;
        for (int inputEnd = row + _input.ElementCount; row < inputEnd; row += depth)
        {
            int rowEnd = row + depth;
            int correction = 0;
            if (filterZeroPoint != 0)
            {
                for (int p = row; p < rowEnd; p++)
                {
                    correction -= input[p] - inputZeroPoint;
                }

                correction *= filterZeroPoint;
            }

            int w = _filter.Offset;
            for (int o = 0; o < units; o++)
            {
                int sum = correction;
                int p = row;
                if (foldedBias != null)
                {
                    sum += foldedBias[o];
                    for (int end4 = rowEnd - 3; p < end4; p += 4, w += 4)
                    {
                        sum += input[p] * (sbyte)filter[w] + input[p + 1] * (sbyte)filter[w + 1]
                            + input[p + 2] * (sbyte)filter[w + 2] + input[p + 3] * (sbyte)filter[w + 3];
                    }
                }
                else
                {
                    sum += bias == null ? ConstantBias.Read(model, constantBias, o) : bias[biasOffset + o];
                    for (int end4 = rowEnd - 3; p < end4; p += 4, w += 4)
                    {
                        sum += (input[p] - inputZeroPoint) * (sbyte)filter[w]
                            + (input[p + 1] - inputZeroPoint) * (sbyte)filter[w + 1]
                            + (input[p + 2] - inputZeroPoint) * (sbyte)filter[w + 2]
                            + (input[p + 3] - inputZeroPoint) * (sbyte)filter[w + 3];
                    }
                }

                for (; p < rowEnd; p++, w++)
                {
                    sum += (input[p] - inputZeroPoint) * (sbyte)filter[w];
                }

                if (multipliers != null)
                {
                    multiplier = multipliers[firstMultiplier + o];
                    shift = shifts[firstShift + o];
                }

                long product;
                if (shift > 0)
                {
                    product = ((long)(sum << shift) * multiplier + 0x40000000L) >> 31;
                }
                else
                {
                    product = ((long)sum * multiplier + 0x40000000L) >> 31;
                    if (shift < 0)
                    {
                        product = (product + (1L << (-1 - shift)) + (product >> 63)) >> -shift;
                    }
                }

                int value = (int)product + outputZeroPoint;
                output[outputAt++] = (sbyte)(value < min ? min : value > max ? max : value);
            }
        }
    }

    private void EvalInt16()
    {
        short[] input = _input.Int16;
        short[] output = _output.Int16;
        byte[] filter = _filter.Data;
        bool isWide = _isWide;
        int[] bias = _bias == null ? null : _bias.Int32;
        long[] wideBias = _bias == null ? null : _bias.Int64;
        int biasOffset = _bias == null ? 0 : _bias.Offset;
        int depth = _depth;
        int units = _units;
        int multiplier = _multiplier;
        int shift = _shift;
        int[] multipliers = _isPerChannel ? Memory.Int32 : null;
        sbyte[] shifts = multipliers == null ? null : Memory.Int8;
        int firstMultiplier = _multiplier;
        int firstShift = _shift;
        int min = _min;
        int max = _max;
        int outputAt = _output.Offset;
        int row = _input.Offset;
        for (int inputEnd = row + _input.ElementCount; row < inputEnd; row += depth)
        {
            int rowEnd = row + depth;
            int w = _filter.Offset;
            for (int o = 0; o < units; o++)
            {
                long sum = wideBias != null ? wideBias[biasOffset + o] : bias != null ? bias[biasOffset + o] : 0;
                int p = row;
                for (int end4 = rowEnd - 3; p < end4; p += 4, w += 4)
                {
                    // Four products of int16 and int8 fit 32 bits, so only their sum is widened.
                    sum += input[p] * (sbyte)filter[w] + input[p + 1] * (sbyte)filter[w + 1]
                        + input[p + 2] * (sbyte)filter[w + 2] + input[p + 3] * (sbyte)filter[w + 3];
                }

                for (; p < rowEnd; p++, w++)
                {
                    sum += input[p] * (sbyte)filter[w];
                }

                if (multipliers != null)
                {
                    multiplier = multipliers[firstMultiplier + o];
                    shift = shifts[firstShift + o];
                }

                int value = isWide ? FixedPoint.Multiply(sum, multiplier, shift) : FixedPoint.Multiply((int)sum, multiplier, shift);
                output[outputAt++] = (short)(value < min ? min : value > max ? max : value);
            }
        }
    }
}

/// <content>FULLY_CONNECTED.</content>
public static partial class NeuralKernels
{
    /// <summary>FULLY_CONNECTED for int8 and int16.</summary>
    public static OpResolver AddFullyConnected(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.FullyConnected, TypeSet.Int8 | TypeSet.Int16, 14, static () => new FullyConnected());
    }
}

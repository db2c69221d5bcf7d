// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// FULLY_CONNECTED. out[b, o] = clamp(zo + requantise(bias[o] + Σ_c (in[b, c] − zi) · (w[o, c] − zw))). The input is taken as rows of as many
/// elements as the filter has columns. Sums as in CONV_2D: 32 bits for int8, 64 for int16 unless the bias is int32.
/// </summary>
/// <remarks>
/// Multiplied out, the zero points leave the inner loop: −zi · Σw and +n · zi · zw are constants of an output, folded into its bias, and
/// −zw · Σx is one sum a row, needed only where the filter is asymmetric.
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
    private int[] _multipliers;
    private int[] _shifts;
    private int[] _foldedBias;
    private bool _isFoldConstant;
    private bool _isWide;
    private int _depth;
    private int _units;
    private int _filterZeroPoint;
    private int _min;
    private int _max;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 3);
        context.RequireOutputs(1);
        _input = context.Input(0);
        Tensor filter = context.RawInput(1);
        _bias = context.OptionalInput(2);
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
            _isWide = _bias == null ? biasType != TensorType.Int32 : _bias.Type == TensorType.Int64;
        }

        _foldedBias = _isWide ? null : context.NewInt32(_units);
        _isFoldConstant = _isWide || (!_filter.IsComputed && (_bias == null || _bias.IsConstant));
        if (!_isWide && _isFoldConstant)
        {
            FoldBias();
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (_filter.IsComputed)
        {
            _filter.Refresh();
        }

        if (!_isFoldConstant)
        {
            FoldBias();
        }

        if (_packed != null)
        {
            EvalPacked();
        }
        else if (_input.Type == TensorType.Int8)
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
        if (filter.ChannelCount > 1)
        {
            ChannelScales scales = new ChannelScales(context, _input, filter, _output, _units, 0);
            _multipliers = scales.Multipliers;
            _shifts = scales.Shifts;
            return;
        }

        context.RequireQuantized(_input);
        context.RequireQuantized(filter);
        context.RequireQuantized(_output);
        _filterZeroPoint = filter.ZeroPoint;

        // Per tensor, the reference multiplies the scales in single precision and divides in double.
        float product = _input.Scale * filter.Scale;
        int shift;
        int multiplier = QuantizedMultiplier.FromReal((double)product / (double)_output.Scale, out shift);
        ChannelScales.RequireShift(context, _output, shift, _input.Type == TensorType.Int16);
        _multipliers = context.NewInt32(_units);
        _shifts = context.NewInt32(_units);
        for (int o = 0; o < _units; o++)
        {
            _multipliers[o] = multiplier;
            _shifts[o] = shift;
        }
    }

    /// <summary>bias[o] − zi · (Σ w[o] − n · zw).</summary>
    private void FoldBias()
    {
        byte[] filter = _filter.Data;
        int at = _filter.Offset;
        for (int o = 0; o < _units; o++)
        {
            int sum = -_depth * _filterZeroPoint;
            for (int end = at + _depth; at < end; at++)
            {
                sum += (sbyte)filter[at];
            }

            _foldedBias[o] = (_bias == null ? 0 : _bias.Int32[_bias.Offset + o]) - _input.ZeroPoint * sum;
        }
    }

    private void EvalInt8()
    {
        sbyte[] input = _input.Int8;
        sbyte[] output = _output.Int8;
        byte[] filter = _filter.Data;
        int[] foldedBias = _foldedBias;
        int[] multipliers = _multipliers;
        int[] shifts = _shifts;
        int depth = _depth;
        int units = _units;
        int filterZeroPoint = _filterZeroPoint;
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
                    correction -= input[p];
                }

                correction *= filterZeroPoint;
            }

            int w = _filter.Offset;
            for (int o = 0; o < units; o++)
            {
                int sum = foldedBias[o] + correction;
                int p = row;
                for (int end4 = rowEnd - 3; p < end4; p += 4, w += 4)
                {
                    sum += input[p] * (sbyte)filter[w] + input[p + 1] * (sbyte)filter[w + 1]
                        + input[p + 2] * (sbyte)filter[w + 2] + input[p + 3] * (sbyte)filter[w + 3];
                }

                for (; p < rowEnd; p++, w++)
                {
                    sum += input[p] * (sbyte)filter[w];
                }

                int shift = shifts[o];
                long product;
                if (shift > 0)
                {
                    product = ((long)(sum << shift) * multipliers[o] + 0x40000000L) >> 31;
                }
                else
                {
                    product = ((long)sum * multipliers[o] + 0x40000000L) >> 31;
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
        int[] foldedBias = _foldedBias;
        long[] wideBias = isWide && _bias != null ? _bias.Int64 : null;
        int biasOffset = _bias == null ? 0 : _bias.Offset;
        int depth = _depth;
        int units = _units;
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
                long sum = !isWide ? foldedBias[o] : wideBias == null ? 0 : wideBias[biasOffset + o];
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

                int value = isWide
                    ? FixedPoint.Multiply(sum, _multipliers[o], _shifts[o])
                    : FixedPoint.Multiply((int)sum, _multipliers[o], _shifts[o]);
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

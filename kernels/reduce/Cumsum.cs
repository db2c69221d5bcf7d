// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// CUMSUM. out[o, a, i] = clamp(zo + requantise(−zi + Σ_{b ≤ a} (in[o, b, i] − zi))), with b &lt; a if exclusive, and from the end if
/// reverse. The sum starts at −zi, as the reference's does; with a zero point of 0 that is 0. It has 19 fractional bits and wraps at 32
/// bits, also like the reference: at the earliest with 16 elements of 255 steps each. The reference has no int16; here its sums start at
/// 0 and have 64 bits.
/// </summary>
/// <supports>int8, int16; constant int32 axis; int8 sums start at minus the zero point, as the reference's do</supports>
public sealed class Cumsum : Kernel
{
    private const int FractionBits = 19;

    private Tensor _input;
    private Tensor _output;
    private bool _isExclusive;
    private bool _isReverse;
    private int _multiplier;
    private int _shift;
    private int _outer;
    private int _size;
    private int _inner;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 1, 8);
        context.RequireSameShape(_output, _input);
        context.RequireQuantized(_input);
        context.RequireQuantized(_output);
        OptionsView options = context.Options(BuiltinOptionsType.Cumsum);
        _isExclusive = options.Bool(CumsumOptions.Exclusive);
        _isReverse = options.Bool(CumsumOptions.Reverse);

        Tensor axes = context.ConstantInput(1);
        context.RequireType(axes, TypeSet.Int32);
        context.RequireElementCount(axes, 1);
        int axis = axes.GetInt32(0);
        if (axis < -_input.Rank || axis >= _input.Rank)
        {
            throw context.Error(ErrorCode.ConstantInvalid, axes, _input.Rank, axis);
        }

        axis = axis < 0 ? axis + _input.Rank : axis;
        _outer = _input.CountOf(0, axis);
        _size = _input.Shape[axis];
        _inner = _input.CountOf(axis + 1, _input.Rank);
        if (_input.Type == TensorType.Int16)
        {
            _multiplier = QuantizedMultiplier.FromReal((double)_input.Scale / _output.Scale, out _shift);
            if (_shift > 14)
            {
                throw context.Error(ErrorCode.QuantizationUnsupported, _output, 14, _shift);
            }

            return;
        }

        double twice = 2 * (double)_input.Scale;
        _multiplier = QuantizedMultiplier.FromReal(twice / ((1 << (FractionBits + 1)) * (double)_output.Scale), out _shift);
        if (_shift > 0)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, _output, 0, _shift);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (_input.Type == TensorType.Int16)
        {
            EvalInt16();
        }
        else
        {
            EvalInt8();
        }
    }

    private void EvalInt16()
    {
        short[] input = _input.Int16;
        short[] output = _output.Int16;
        int outputOffset = _output.Offset - _input.Offset;
        int step = _isReverse ? -_inner : _inner;
        int first = _input.Offset + (_isReverse ? (_size - 1) * _inner : 0);
        for (int o = 0; o < _outer; o++)
        {
            for (int i = 0; i < _inner; i++)
            {
                long sum = 0;
                int p = first + i;
                for (int a = 0; a < _size; a++)
                {
                    long before = sum;
                    sum += input[p] - _input.ZeroPoint;
                    int value = FixedPoint.Multiply(_isExclusive ? before : sum, _multiplier, _shift) + _output.ZeroPoint;
                    output[outputOffset + p] =
                        (short)(value < short.MinValue ? short.MinValue : value > short.MaxValue ? short.MaxValue : value);
                    p += step;
                }
            }

            first += _size * _inner;
        }
    }

    private void EvalInt8()
    {
        sbyte[] input = _input.Int8;
        sbyte[] output = _output.Int8;
        int outputOffset = _output.Offset - _input.Offset;
        int zeroPoint = _input.ZeroPoint;
        int outputZeroPoint = _output.ZeroPoint;
        int size = _size;
        int inner = _inner;
        int step = _isReverse ? -inner : inner;
        int first = _input.Offset + (_isReverse ? (size - 1) * inner : 0);
        bool isExclusive = _isExclusive;
        int multiplier = _multiplier;
        int shift = -_shift;
        for (int o = 0; o < _outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                int sum = -zeroPoint << FractionBits;
                int p = first + i;
                for (int a = 0; a < size; a++)
                {
                    int before = sum;
                    sum += (input[p] - zeroPoint) << FractionBits;
                    int high = FixedPoint.DoublingHighMultiply(isExclusive ? before : sum, multiplier);
                    int value = FixedPoint.RoundingDivideByPowerOfTwo(high, shift) + outputZeroPoint;
                    output[outputOffset + p] = (sbyte)(value < -128 ? -128 : value > 127 ? 127 : value);
                    p += step;
                }
            }

            first += size * inner;
        }
    }
}

/// <content>CUMSUM.</content>
public static partial class ReduceKernels
{
    /// <summary>CUMSUM for int8 and int16.</summary>
    public static OpResolver AddCumsum(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Cumsum, TypeSet.Int8 | TypeSet.Int16, 1, static () => new Cumsum());
    }
}

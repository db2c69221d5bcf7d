// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// DIV. out[i] = clamp(zo + requantise((in1[i] − z1) / (in2[i] − z2))) with broadcast inputs and the factor s1 / (s2 · so) in single
/// precision. The quotient is the dividend, shifted left as far as int32 allows, times the divisor's reciprocal from Newton's
/// iteration;
/// their product fits 62 bits. int32 is divided without quantisation and truncates; −2^31 / −1 wraps.
/// </summary>
/// <remarks>
/// int8: reciprocals and shifted dividends are tables, so an element costs two multiplications, about 150 units. A divisor of 0 is
/// an error.
/// </remarks>
/// <supports>int8; int32 unquantised; broadcast; fused activation; an error where the divisor is 0</supports>
public sealed class Div : BinaryKernel
{
    private const int LargestDividend = 255;

    // Dividends are shifted left by at least 23 bits. With this shift every quotient rounds to 0, and right shifts stay below 63.
    private const int LeastShift = -23;

    // Indices in persistent memory of the entries for 0. Two tables are indexed by stored divisors, two by centred dividends.
    private int _reciprocals;
    private int _reciprocalShifts;
    private int _dividends;
    private int _dividendShifts;
    private int _multiplier;
    private int _shift;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        TakeArithmeticTensors(context, TypeSet.Int8 | TypeSet.Int32);
        TakeActivation(context, context.Options(BuiltinOptionsType.Div).SByte(DivOptions.FusedActivationFunction));
        if (Output.Type == TensorType.Int32)
        {
            return;
        }

        // The product may be too small for single precision. It would then be 0, and on a board a division by it throws.
        float product = Input2.Scale * Output.Scale;
        if (product == 0f)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, Output, 1, 0);
        }

        float factor = Input1.Scale / product;
        _multiplier = QuantizedMultiplier.FromReal(factor, out _shift);
        _shift = _shift < LeastShift ? LeastShift : _shift;
        _reciprocals = context.Persistent(TensorType.Int32, 256) + 128;
        _reciprocalShifts = context.Persistent(TensorType.Int8, 256) + 128;
        _dividends = context.Persistent(TensorType.Int32, 2 * LargestDividend + 1) + LargestDividend;
        _dividendShifts = context.Persistent(TensorType.Int8, 2 * LargestDividend + 1) + LargestDividend;
        for (int value = -128; value < 128; value++)
        {
            int divisor = value - Input2.ZeroPoint;
            int magnitude = divisor < 0 ? -divisor : divisor;
            if (magnitude != 0)
            {
                // The divisor is 1 + fraction, times a power of two. Reciprocals are positive; 0 marks a divisor of 0.
                int zeros = FixedPointMath.LeadingZeros(magnitude);
                Memory.Int32[_reciprocals + value] = FixedPointMath.OneOverOnePlus((magnitude << zeros) & int.MaxValue);
                Memory.Int8[_reciprocalShifts + value] = (sbyte)(31 - zeros);
            }
        }

        for (int dividend = -LargestDividend; dividend <= LargestDividend; dividend++)
        {
            int headroom = dividend == 0 ? 31 : dividend > 0
                ? FixedPointMath.LeadingZeros(dividend) - 1
                : FixedPointMath.LeadingZeros(-2 * dividend - 1);
            Memory.Int32[_dividends + dividend] = dividend << headroom;
            Memory.Int8[_dividendShifts + dividend] = (sbyte)headroom;
        }
    }

    /// <inheritdoc/>
    protected override void Plane(Broadcast walk)
    {
        if (Output.Type == TensorType.Int8)
        {
            PlaneInt8(walk);
        }
        else
        {
            PlaneInt32(walk);
        }
    }

    private void PlaneInt8(Broadcast walk)
    {
        sbyte[] input1 = Input1.Int8;
        sbyte[] input2 = Input2.Int8;
        sbyte[] output = Output.Int8;
        int step1 = walk.ColumnStep(0);
        int step2 = walk.ColumnStep(1);
        int row1 = walk.At(0);
        int row2 = walk.At(1);
        int at = walk.OutputAt;
        int zeroPoint1 = Input1.ZeroPoint;
        int zeroPoint2 = Input2.ZeroPoint;
        int[] memory = Memory.Int32;
        sbyte[] shifts = Memory.Int8;
        int reciprocals = _reciprocals;
        int reciprocalShifts = _reciprocalShifts;
        int dividends = _dividends;
        int dividendShifts = _dividendShifts;
        long multiplier = _multiplier;
        int shift = _shift;
        int zeroPoint = Output.ZeroPoint;
        int min = Min;
        int max = Max;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                int divisor = input2[at2];
                int reciprocal = memory[reciprocals + divisor];
                if (reciprocal == 0)
                {
                    throw DataError(ErrorCode.DivisionByZero, 1, 0);
                }

                int dividend = input1[at1] - zeroPoint1;
                dividend = divisor < zeroPoint2 ? -dividend : dividend;
                long quotient = ((long)memory[dividends + dividend] * reciprocal + 0x40000000L) >> 31;
                quotient = (quotient * multiplier + 0x40000000L) >> 31;
                int right = shifts[reciprocalShifts + divisor] + shifts[dividendShifts + dividend] - shift;
                quotient = right > 0
                    ? (quotient + (1L << (right - 1)) + (quotient >> 63)) >> right
                    : quotient << (right < -31 ? 31 : -right);
                quotient += zeroPoint;
                output[at] = (sbyte)(quotient < min ? min : quotient > max ? max : quotient);
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }

    private void PlaneInt32(Broadcast walk)
    {
        int[] input1 = Input1.Int32;
        int[] input2 = Input2.Int32;
        int[] output = Output.Int32;
        int step1 = walk.ColumnStep(0);
        int step2 = walk.ColumnStep(1);
        int row1 = walk.At(0);
        int row2 = walk.At(1);
        int at = walk.OutputAt;
        int min = Min;
        int max = Max;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                int divisor = input2[at2];
                if (divisor == 0)
                {
                    throw DataError(ErrorCode.DivisionByZero, 1, 0);
                }

                int value = divisor == -1 ? -input1[at1] : input1[at1] / divisor;
                output[at] = value < min ? min : value > max ? max : value;
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }
}

/// <content>DIV.</content>
public static partial class ElementwiseKernels
{
    /// <summary>DIV of int8 and int32.</summary>
    public static OpResolver AddDiv(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Div, TypeSet.Int8 | TypeSet.Int32, 3, static () => new Div());
    }
}

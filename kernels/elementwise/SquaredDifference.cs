// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SQUARED_DIFFERENCE. out[i] = clamp(zo + requantise((r1(in1[i] − z1) − r2(in2[i] − z2))²)) with broadcast inputs. r1 and r2 bring both
/// inputs to the same scale, twice the larger of the two. int8 has 7 more bits, so a difference is below 2^15; for int16 it is at most
/// 2^15. So the square fits 32 bits. int32 is computed without quantisation and wraps.
/// </summary>
/// <remarks>int8: about 105 units an element with tables for r1 and r2.</remarks>
/// <supports>int8; int16 with zero points 0; int32 unquantised; broadcast</supports>
public sealed class SquaredDifference : RescaledKernel
{
    private int _multiplier;
    private int _shift;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        TakeArithmeticTensors(context, TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32);
        TakeActivation(context, ActivationRange.None);
        if (Output.Type == TensorType.Int32)
        {
            return;
        }

        int leftShift = Output.Type == TensorType.Int8 ? 7 : 0;
        double larger = Input1.Scale > Input2.Scale ? Input1.Scale : Input2.Scale;
        larger *= 2;
        int shift1;
        int shift2;
        int multiplier1 = QuantizedMultiplier.FromReal(Input1.Scale / larger, out shift1);
        int multiplier2 = QuantizedMultiplier.FromReal(Input2.Scale / larger, out shift2);
        Rescale(leftShift, multiplier1, shift1, multiplier2, shift2);

        // The denominator is rounded to single precision, as in the reference.
        float denominator = (1 << (2 * leftShift)) * Output.Scale;
        _multiplier = QuantizedMultiplier.FromReal(larger * larger / denominator, out _shift);
        if (Output.Type == TensorType.Int16)
        {
            context.RequireZeroPoint(Input1, 0);
            context.RequireZeroPoint(Input2, 0);
            context.RequireZeroPoint(Output, 0);
        }
    }

    /// <inheritdoc/>
    protected override void Plane(Broadcast walk)
    {
        switch (Output.Type)
        {
            case TensorType.Int8:
                if (Table1 == null)
                {
                    PlaneInt8WithoutTables(walk);
                }
                else
                {
                    PlaneInt8(walk);
                }

                break;
            case TensorType.Int16:
                PlaneInt16(walk);
                break;
            default:
                PlaneInt32(walk);
                break;
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
        int[] table1 = Table1;
        int[] table2 = Table2;
        long multiplier = _multiplier;
        int left = _shift > 0 ? _shift : 0;
        int right = _shift < 0 ? -_shift : 0;

        // The second rounding adds half of the divisor, less one for negative products. A shift of 0 rounds nothing.
        long half = right == 0 ? 0 : 1L << (right - 1);
        long sign = right == 0 ? 0 : -1;
        int zeroPoint = Output.ZeroPoint;
        int min = Min;
        int max = Max;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                int difference = table1[input1[at1] & 0xFF] - table2[input2[at2] & 0xFF];
                long product = (((difference * difference) << left) * multiplier + 0x40000000L) >> 31;
                int value = (int)((product + half + ((product >> 63) & sign)) >> right) + zeroPoint;
                output[at] = (sbyte)(value < min ? min : value > max ? max : value);
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }

    private void PlaneInt8WithoutTables(Broadcast walk)
    {
        sbyte[] input1 = Input1.Int8;
        sbyte[] input2 = Input2.Int8;
        sbyte[] output = Output.Int8;
        int row1 = walk.At(0);
        int row2 = walk.At(1);
        int at = walk.OutputAt;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++)
            {
                int difference = Rescaled1(input1[at1]) - Rescaled2(input2[at2]);
                int value = FixedPoint.Multiply(difference * difference, _multiplier, _shift) + Output.ZeroPoint;
                output[at] = (sbyte)(value < Min ? Min : value > Max ? Max : value);
                at1 += walk.ColumnStep(0);
                at2 += walk.ColumnStep(1);
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }

    private void PlaneInt16(Broadcast walk)
    {
        short[] input1 = Input1.Int16;
        short[] input2 = Input2.Int16;
        short[] output = Output.Int16;
        int step1 = walk.ColumnStep(0);
        int step2 = walk.ColumnStep(1);
        int row1 = walk.At(0);
        int row2 = walk.At(1);
        int at = walk.OutputAt;
        long multiplier1 = Multiplier1;
        long multiplier2 = Multiplier2;
        int right1 = -Shift1;
        int right2 = -Shift2;
        long half1 = right1 == 0 ? 0 : 1L << (right1 - 1);
        long half2 = right2 == 0 ? 0 : 1L << (right2 - 1);
        long sign1 = right1 == 0 ? 0 : -1;
        long sign2 = right2 == 0 ? 0 : -1;
        long multiplier = _multiplier;
        int left = _shift > 0 ? _shift : 0;
        int right = _shift < 0 ? -_shift : 0;

        // The second rounding adds half of the divisor, less one for negative products. A shift of 0 rounds nothing.
        long half = right == 0 ? 0 : 1L << (right - 1);
        long sign = right == 0 ? 0 : -1;
        int min = Min;
        int max = Max;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                long scaled1 = (input1[at1] * multiplier1 + 0x40000000L) >> 31;
                scaled1 = (scaled1 + half1 + ((scaled1 >> 63) & sign1)) >> right1;
                long scaled2 = (input2[at2] * multiplier2 + 0x40000000L) >> 31;
                scaled2 = (scaled2 + half2 + ((scaled2 >> 63) & sign2)) >> right2;
                int difference = (int)(scaled1 - scaled2);
                long product = (((difference * difference) << left) * multiplier + 0x40000000L) >> 31;
                int value = (int)((product + half + ((product >> 63) & sign)) >> right);
                output[at] = (short)(value < min ? min : value > max ? max : value);
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
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                int difference = input1[at1] - input2[at2];
                output[at] = difference * difference;
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }
}

/// <content>SQUARED_DIFFERENCE.</content>
public static partial class ElementwiseKernels
{
    /// <summary>SQUARED_DIFFERENCE of int8, int16 and int32.</summary>
    public static OpResolver AddSquaredDifference(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.SquaredDifference, TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32, 4, static () => new SquaredDifference());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// Base of ADD and SUB: out = clamp(zo + requantise(r1(in1 − z1) ± r2(in2 − z2))). r1 and r2 bring both inputs to the same scale, twice
/// the larger of the two, with 20 more bits for int8 and 15 for int16. So each term is below 2^30 and their sum fits 32 bits. int32 is
/// added without quantisation and wraps.
/// </summary>
/// <remarks>
/// int8: with tables for r1 and r2 an element costs two look-ups and one requantisation, about 100 units. int16: about 180.
/// </remarks>
public abstract class ScaledSum : RescaledKernel
{
    private int _multiplier;
    private int _shift;

    /// <summary>1 for ADD, −1 for SUB.</summary>
    protected abstract int Sign { get; }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        TakeArithmeticTensors(context, TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32);
        int activation = Sign > 0
            ? context.Options(BuiltinOptionsType.Add).SByte(AddOptions.FusedActivationFunction)
            : context.Options(BuiltinOptionsType.Sub).SByte(SubOptions.FusedActivationFunction);
        TakeActivation(context, activation);
        if (Output.Type == TensorType.Int32)
        {
            return;
        }

        int leftShift = Output.Type == TensorType.Int8 ? 20 : 15;
        float larger = Input1.Scale > Input2.Scale ? Input1.Scale : Input2.Scale;
        int shift1;
        int shift2;
        int multiplier1 = QuantizedMultiplier.FromReal(InputFactor(Input1.Scale, larger), out shift1);
        int multiplier2 = QuantizedMultiplier.FromReal(InputFactor(Input2.Scale, larger), out shift2);
        Rescale(leftShift, multiplier1, shift1, multiplier2, shift2);
        _multiplier = QuantizedMultiplier.FromReal(OutputFactor(larger, 1 << leftShift, Output.Scale), out _shift);

        // A larger shift means that the output is so fine that the shifted sum may not fit 32 bits. The reference allows no left
        // shift.
        int maxShift = Output.Type == TensorType.Int8 ? 3 : 0;
        if (_shift > maxShift)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, Output, maxShift, _shift);
        }
    }

    // A left shift of the sum is needed only if the output is finer than the inputs. It can be applied to the terms instead.
    private int LeftShift => _shift > 0 ? _shift : 0;

    /// <inheritdoc/>
    protected override int Rescaled1(int value)
    {
        return base.Rescaled1(value) << LeftShift;
    }

    /// <inheritdoc/>
    protected override int Rescaled2(int value)
    {
        return (base.Rescaled2(value) * Sign) << LeftShift;
    }

    /// <inheritdoc/>
    protected override long VariantOf(bool isFirst)
    {
        return LeftShift * 2 + (isFirst || Sign > 0 ? 0 : 1);
    }

    /// <summary>scale / (2 · larger), in the precision that the operator's reference uses.</summary>
    protected abstract double InputFactor(float scale, float larger);

    /// <summary>2 · larger / (unit · output scale), in the precision that the operator's reference uses.</summary>
    protected abstract double OutputFactor(float larger, int unit, float outputScale);

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
        int[] table1 = Table1;
        int[] table2 = Table2;
        int step1 = walk.ColumnStep(0);
        int step2 = walk.ColumnStep(1);
        int row1 = walk.At(0);
        int row2 = walk.At(1);
        int at = walk.OutputAt;
        long multiplier = _multiplier;
        int right = _shift < 0 ? -_shift : 0;

        // The second rounding adds half of the divisor, less one for negative products. A shift of 0 rounds nothing. The output's zero
        // point is added with it.
        long half = (right == 0 ? 0 : 1L << (right - 1)) + ((long)Output.ZeroPoint << right);
        long sign = right == 0 ? 0 : -1;
        int min = Min;
        int max = Max;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                long product = ((table1[input1[at1] & 0xFF] + table2[input2[at2] & 0xFF]) * multiplier + 0x40000000L) >> 31;
                int value = (int)((product + half + ((product >> 63) & sign)) >> right);
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
        int right = _shift < 0 ? _shift : 0;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++)
            {
                int sum = Rescaled1(input1[at1]) + Rescaled2(input2[at2]);
                int value = FixedPoint.Multiply(sum, _multiplier, right) + Output.ZeroPoint;
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
        int zeroPoint1 = Input1.ZeroPoint;
        int zeroPoint2 = Input2.ZeroPoint;
        long multiplier1 = Multiplier1;
        long multiplier2 = Multiplier2;
        int right1 = -Shift1;
        int right2 = -Shift2;
        long half1 = right1 == 0 ? 0 : 1L << (right1 - 1);
        long half2 = right2 == 0 ? 0 : 1L << (right2 - 1);
        long sign1 = right1 == 0 ? 0 : -1;
        long sign2 = right2 == 0 ? 0 : -1;
        long subtract = Sign;
        long multiplier = _multiplier;
        int left = _shift > 0 ? _shift : 0;
        int right = _shift < 0 ? -_shift : 0;
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
                // The left shift by 15 bits is taken out of the 31 bits of the multiplication.
                long scaled1 = ((input1[at1] - zeroPoint1) * multiplier1 + 0x8000L) >> 16;
                scaled1 = (scaled1 + half1 + ((scaled1 >> 63) & sign1)) >> right1;
                long scaled2 = ((input2[at2] - zeroPoint2) * multiplier2 + 0x8000L) >> 16;
                scaled2 = (scaled2 + half2 + ((scaled2 >> 63) & sign2)) >> right2;
                int sum = (int)(scaled1 + scaled2 * subtract);
                long product = ((sum << left) * multiplier + 0x40000000L) >> 31;
                int value = (int)((product + half + ((product >> 63) & sign)) >> right) + zeroPoint;
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
        int sign = Sign;
        int min = Min;
        int max = Max;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                int value = input1[at1] + input2[at2] * sign;
                output[at] = value < min ? min : value > max ? max : value;
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }
}

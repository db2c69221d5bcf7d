// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// MUL. out[i] = clamp(zo + requantise((in1[i] − z1) · (in2[i] − z2))) with broadcast inputs and the factor s1 · s2 / so in double
/// precision. The product of two centred values is at most 2^30 in magnitude. int32 is multiplied without quantisation and wraps.
/// </summary>
/// <remarks>About 100 units an element.</remarks>
/// <supports>int8; int16 with zero points 0; int32 unquantised; broadcast; fused activation</supports>
public sealed class Mul : BinaryKernel
{
    private int _multiplier;
    private int _shift;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        TakeArithmeticTensors(context, TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32);
        TakeActivation(context, context.Options(BuiltinOptionsType.Mul).SByte(MulOptions.FusedActivationFunction));
        if (Output.Type == TensorType.Int16)
        {
            context.RequireZeroPoint(Input1, 0);
            context.RequireZeroPoint(Input2, 0);
            context.RequireZeroPoint(Output, 0);
        }

        if (Output.IsQuantized)
        {
            double factor = (double)Input1.Scale * (double)Input2.Scale / (double)Output.Scale;
            _multiplier = QuantizedMultiplier.FromReal(factor, out _shift);
        }
    }

    /// <inheritdoc/>
    protected override void Plane(Broadcast walk)
    {
        switch (Output.Type)
        {
            case TensorType.Int8:
                PlaneInt8(walk);
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
        int zeroPoint1 = Input1.ZeroPoint;
        int zeroPoint2 = Input2.ZeroPoint;
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
                int centred = (input1[at1] - zeroPoint1) * (input2[at2] - zeroPoint2);
                long product = ((centred << left) * multiplier + 0x40000000L) >> 31;
                int value = (int)((product + half + ((product >> 63) & sign)) >> right) + zeroPoint;
                output[at] = (sbyte)(value < min ? min : value > max ? max : value);
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
                int centred = input1[at1] * input2[at2];
                long product = ((centred << left) * multiplier + 0x40000000L) >> 31;
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
        int min = Min;
        int max = Max;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                int value = input1[at1] * input2[at2];
                output[at] = value < min ? min : value > max ? max : value;
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }
}

/// <content>MUL.</content>
public static partial class ElementwiseKernels
{
    /// <summary>MUL of int8, int16 and int32.</summary>
    public static OpResolver AddMul(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Mul, TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32, 8, static () => new Mul());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// PRELU. out[i] = clamp(zo + requantise(in[i] − zi)) for in[i] ≥ zi, else clamp(zo + requantise((in[i] − zi) · (alpha[i] − za))), with
/// alpha broadcast and the factors si / so and si · sa / so in double precision. Products have at most 25 bits.
/// </summary>
/// <remarks>About 100 units an element.</remarks>
/// <supports>int8 with int8 alpha, int16 with int8 alpha; broadcast</supports>
public sealed class Prelu : BinaryKernel
{
    private int _multiplier1;
    private int _shift1;
    private int _multiplier2;
    private int _shift2;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        TakeTensors(context, TypeSet.Int8 | TypeSet.Int16);
        context.RequireType(Input2, TypeSet.Int8);
        context.RequireSameType(Output, Input1);
        context.RequireQuantized(Input1);
        context.RequireQuantized(Input2);
        context.RequireQuantized(Output);
        TakeActivation(context, ActivationRange.None);
        double factor = (double)Input1.Scale / (double)Output.Scale;
        _multiplier1 = QuantizedMultiplier.FromReal(factor, out _shift1);
        factor = (double)Input1.Scale * (double)Input2.Scale / (double)Output.Scale;
        _multiplier2 = QuantizedMultiplier.FromReal(factor, out _shift2);
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
            PlaneInt16(walk);
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
        long multiplier1 = _multiplier1;
        int left1 = _shift1 > 0 ? _shift1 : 0;
        int right1 = _shift1 < 0 ? -_shift1 : 0;
        long multiplier2 = _multiplier2;
        int left2 = _shift2 > 0 ? _shift2 : 0;
        int right2 = _shift2 < 0 ? -_shift2 : 0;
        long half1 = right1 == 0 ? 0 : 1L << (right1 - 1);
        long half2 = right2 == 0 ? 0 : 1L << (right2 - 1);
        long sign2 = right2 == 0 ? 0 : -1;
        int zeroPoint = Output.ZeroPoint;
        int min = Min;
        int max = Max;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                int value = input1[at1] - zeroPoint1;
                if (value >= 0)
                {
                    long product = ((value << left1) * multiplier1 + 0x40000000L) >> 31;
                    value = (int)((product + half1) >> right1) + zeroPoint;
                }
                else
                {
                    long product = (((value * (input2[at2] - zeroPoint2)) << left2) * multiplier2 + 0x40000000L) >> 31;
                    value = (int)((product + half2 + ((product >> 63) & sign2)) >> right2) + zeroPoint;
                }

                output[at] = (sbyte)(value < min ? min : value > max ? max : value);
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }

    private void PlaneInt16(Broadcast walk)
    {
        short[] input1 = Input1.Int16;
        sbyte[] input2 = Input2.Int8;
        short[] output = Output.Int16;
        int step1 = walk.ColumnStep(0);
        int step2 = walk.ColumnStep(1);
        int row1 = walk.At(0);
        int row2 = walk.At(1);
        int at = walk.OutputAt;
        int zeroPoint1 = Input1.ZeroPoint;
        int zeroPoint2 = Input2.ZeroPoint;
        long multiplier1 = _multiplier1;
        int left1 = _shift1 > 0 ? _shift1 : 0;
        int right1 = _shift1 < 0 ? -_shift1 : 0;
        long multiplier2 = _multiplier2;
        int left2 = _shift2 > 0 ? _shift2 : 0;
        int right2 = _shift2 < 0 ? -_shift2 : 0;
        long half1 = right1 == 0 ? 0 : 1L << (right1 - 1);
        long half2 = right2 == 0 ? 0 : 1L << (right2 - 1);
        long sign2 = right2 == 0 ? 0 : -1;
        int zeroPoint = Output.ZeroPoint;
        int min = Min;
        int max = Max;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                int value = input1[at1] - zeroPoint1;
                if (value >= 0)
                {
                    long product = ((value << left1) * multiplier1 + 0x40000000L) >> 31;
                    value = (int)((product + half1) >> right1) + zeroPoint;
                }
                else
                {
                    long product = (((value * (input2[at2] - zeroPoint2)) << left2) * multiplier2 + 0x40000000L) >> 31;
                    value = (int)((product + half2 + ((product >> 63) & sign2)) >> right2) + zeroPoint;
                }

                output[at] = (short)(value < min ? min : value > max ? max : value);
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }
}

/// <content>PRELU.</content>
public static partial class ElementwiseKernels
{
    /// <summary>PRELU of int8 and int16.</summary>
    public static OpResolver AddPrelu(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Prelu, TypeSet.Int8 | TypeSet.Int16, 2, static () => new Prelu());
    }
}

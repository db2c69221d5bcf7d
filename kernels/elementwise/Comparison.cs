// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// EQUAL, NOT_EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL. out[i] = in1[i] ∘ in2[i] with broadcast inputs. Integers without
/// quantisation are compared as they are. int8 compares (in − z) · 2^8 · s, rounded as the reference rounds it. int16 compares (in1 − z1)
/// · s1 with (in2 − z2) · s2 exactly: the 24-bit mantissas of the scales are brought to the same exponent, at most 22 bits further left,
/// so that the products with 17-bit values fit 63 bits.
/// </summary>
/// <remarks>
/// One loop serves all six operators, each defined by its results for less, equal and greater. int8 and bool use two tables of 256
/// entries if the budget has room for them, and take about 80 units an element.
/// </remarks>
/// <supports>int8, int16, int32, int64, for EQUAL and NOT_EQUAL bool too; int8 and int16 of any scales; broadcast</supports>
public sealed class Comparison : RescaledKernel
{
    private readonly TypeSet _types;
    private readonly sbyte _less;
    private readonly sbyte _equal;
    private readonly sbyte _greater;
    private long _multiplier1;
    private long _multiplier2;

    /// <summary>Creates a comparison from its three results.</summary>
    /// <param name="types">The supported types.</param>
    /// <param name="less">The result for in1 &lt; in2: 1 or 0.</param>
    /// <param name="equal">The result for in1 = in2.</param>
    /// <param name="greater">The result for in1 &gt; in2.</param>
    public Comparison(TypeSet types, sbyte less, sbyte equal, sbyte greater)
    {
        _types = types;
        _less = less;
        _equal = equal;
        _greater = greater;
    }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        TakeTensors(context, _types);
        context.RequireSameType(Input2, Input1);
        context.RequireType(Output, TypeSet.Bool);
        switch (Input1.Type)
        {
            case TensorType.Int8:
                context.RequireQuantized(Input1);
                context.RequireQuantized(Input2);
                PrepareInt8();
                break;
            case TensorType.Int16:
                context.RequireQuantized(Input1);
                context.RequireQuantized(Input2);
                PrepareInt16();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Plane(Broadcast walk)
    {
        switch (Input1.Type)
        {
            case TensorType.Int16:
                PlaneInt16(walk);
                break;
            case TensorType.Int32:
                PlaneInt32(walk);
                break;
            case TensorType.Int64:
                PlaneInt64(walk);
                break;
            default:
                if (Table1 == null)
                {
                    PlaneInt8WithoutTables(walk);
                }
                else
                {
                    PlaneInt8(walk);
                }

                break;
        }
    }

    /// <inheritdoc/>
    protected override int Rescaled1(int value)
    {
        return Input1.Type == TensorType.Bool ? Truth(value) : base.Rescaled1(value);
    }

    /// <inheritdoc/>
    protected override int Rescaled2(int value)
    {
        return Input1.Type == TensorType.Bool ? Truth(value) : base.Rescaled2(value);
    }

    private static int Truth(int value)
    {
        return value == 0 ? 0 : 1;
    }

    private void PrepareInt8()
    {
        int shift1;
        int shift2;
        int multiplier1 = QuantizedMultiplier.FromReal(Input1.Scale, out shift1);
        int multiplier2 = QuantizedMultiplier.FromReal(Input2.Scale, out shift2);

        // Scales of 1 and more, which the reference does not support, are both halved until they are less.
        int excess = shift1 > shift2 ? shift1 : shift2;
        excess = excess > 0 ? excess : 0;
        Rescale(8, multiplier1, shift1 - excess, multiplier2, shift2 - excess);
    }

    private void PrepareInt16()
    {
        int shift1;
        int shift2;
        int multiplier1 = QuantizedMultiplier.FromReal(Input1.Scale, out shift1) >> 7;
        int multiplier2 = QuantizedMultiplier.FromReal(Input2.Scale, out shift2) >> 7;

        // Beyond 22 bits, one step of one input outweighs the whole range of the other, of which only the sign still matters.
        int distance1 = shift1 - shift2 > 0 ? shift1 - shift2 : 0;
        int distance2 = shift2 - shift1 > 0 ? shift2 - shift1 : 0;
        _multiplier1 = distance2 > 22 && multiplier1 > 0 ? 1 : (long)multiplier1 << (distance1 > 22 ? 22 : distance1);
        _multiplier2 = distance1 > 22 && multiplier2 > 0 ? 1 : (long)multiplier2 << (distance2 > 22 ? 22 : distance2);
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
        sbyte less = _less;
        sbyte equal = _equal;
        sbyte greater = _greater;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                int value1 = table1[input1[at1] & 0xFF];
                int value2 = table2[input2[at2] & 0xFF];
                output[at] = value1 < value2 ? less : value1 == value2 ? equal : greater;
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
                int value1 = Rescaled1(input1[at1]);
                int value2 = Rescaled2(input2[at2]);
                output[at] = value1 < value2 ? _less : value1 == value2 ? _equal : _greater;
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
        sbyte[] output = Output.Int8;
        int step1 = walk.ColumnStep(0);
        int step2 = walk.ColumnStep(1);
        int row1 = walk.At(0);
        int row2 = walk.At(1);
        int at = walk.OutputAt;
        int zeroPoint1 = Input1.ZeroPoint;
        int zeroPoint2 = Input2.ZeroPoint;
        long multiplier1 = _multiplier1;
        long multiplier2 = _multiplier2;
        sbyte less = _less;
        sbyte equal = _equal;
        sbyte greater = _greater;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                long value1 = (input1[at1] - zeroPoint1) * multiplier1;
                long value2 = (input2[at2] - zeroPoint2) * multiplier2;
                output[at] = value1 < value2 ? less : value1 == value2 ? equal : greater;
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }

    private void PlaneInt32(Broadcast walk)
    {
        int[] input1 = Input1.Int32;
        int[] input2 = Input2.Int32;
        sbyte[] output = Output.Int8;
        int step1 = walk.ColumnStep(0);
        int step2 = walk.ColumnStep(1);
        int row1 = walk.At(0);
        int row2 = walk.At(1);
        int at = walk.OutputAt;
        sbyte less = _less;
        sbyte equal = _equal;
        sbyte greater = _greater;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                int value1 = input1[at1];
                int value2 = input2[at2];
                output[at] = value1 < value2 ? less : value1 == value2 ? equal : greater;
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }

    private void PlaneInt64(Broadcast walk)
    {
        long[] input1 = Input1.Int64;
        long[] input2 = Input2.Int64;
        sbyte[] output = Output.Int8;
        int step1 = walk.ColumnStep(0);
        int step2 = walk.ColumnStep(1);
        int row1 = walk.At(0);
        int row2 = walk.At(1);
        int at = walk.OutputAt;
        sbyte less = _less;
        sbyte equal = _equal;
        sbyte greater = _greater;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                long value1 = input1[at1];
                long value2 = input2[at2];
                output[at] = value1 < value2 ? less : value1 == value2 ? equal : greater;
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }
}

/// <content>The six comparisons.</content>
public static partial class ElementwiseKernels
{
    private const TypeSet ComparableTypes = TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.Int64;

    /// <summary>EQUAL of int8, int16, int32, int64 and bool.</summary>
    public static OpResolver AddEqual(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.Equal,
            ComparableTypes | TypeSet.Bool,
            5,
            static () => new Comparison(ComparableTypes | TypeSet.Bool, 0, 1, 0));
    }

    /// <summary>NOT_EQUAL of int8, int16, int32, int64 and bool.</summary>
    public static OpResolver AddNotEqual(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.NotEqual,
            ComparableTypes | TypeSet.Bool,
            4,
            static () => new Comparison(ComparableTypes | TypeSet.Bool, 1, 0, 1));
    }

    /// <summary>GREATER of int8, int16, int32 and int64.</summary>
    public static OpResolver AddGreater(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Greater, ComparableTypes, 4, static () => new Comparison(ComparableTypes, 0, 0, 1));
    }

    /// <summary>GREATER_EQUAL of int8, int16, int32 and int64.</summary>
    public static OpResolver AddGreaterEqual(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.GreaterEqual, ComparableTypes, 4, static () => new Comparison(ComparableTypes, 0, 1, 1));
    }

    /// <summary>LESS of int8, int16, int32 and int64.</summary>
    public static OpResolver AddLess(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Less, ComparableTypes, 4, static () => new Comparison(ComparableTypes, 1, 0, 0));
    }

    /// <summary>LESS_EQUAL of int8, int16, int32 and int64.</summary>
    public static OpResolver AddLessEqual(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.LessEqual, ComparableTypes, 4, static () => new Comparison(ComparableTypes, 1, 1, 0));
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// MAXIMUM and MINIMUM. out[i] = max(in1[i], in2[i]) or min(in1[i], in2[i]) with broadcast inputs. Stored values are compared and
/// copied;
/// scales and zero points play no part.
/// </summary>
/// <remarks>About 65 units an element.</remarks>
/// <supports>int8, int16, int32 and int64, stored values without rescaling; broadcast</supports>
public sealed class Extremum : BinaryKernel
{
    private readonly bool _isMaximum;

    /// <summary>MAXIMUM or MINIMUM.</summary>
    public Extremum(bool isMaximum)
    {
        _isMaximum = isMaximum;
    }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        TakeTensors(context, TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.Int64);
        context.RequireSameType(Input2, Input1);
        context.RequireSameType(Output, Input1);
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
            case TensorType.Int32:
                PlaneInt32(walk);
                break;
            default:
                PlaneInt64(walk);
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
        bool greater = _isMaximum;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                sbyte value1 = input1[at1];
                sbyte value2 = input2[at2];
                output[at] = (value1 > value2) == greater ? value1 : value2;
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
        bool greater = _isMaximum;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                short value1 = input1[at1];
                short value2 = input2[at2];
                output[at] = (value1 > value2) == greater ? value1 : value2;
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
        bool greater = _isMaximum;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                int value1 = input1[at1];
                int value2 = input2[at2];
                output[at] = (value1 > value2) == greater ? value1 : value2;
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }

    private void PlaneInt64(Broadcast walk)
    {
        long[] input1 = Input1.Int64;
        long[] input2 = Input2.Int64;
        long[] output = Output.Int64;
        int step1 = walk.ColumnStep(0);
        int step2 = walk.ColumnStep(1);
        int row1 = walk.At(0);
        int row2 = walk.At(1);
        int at = walk.OutputAt;
        bool greater = _isMaximum;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                long value1 = input1[at1];
                long value2 = input2[at2];
                output[at] = (value1 > value2) == greater ? value1 : value2;
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }
}

/// <content>MAXIMUM and MINIMUM.</content>
public static partial class ElementwiseKernels
{
    /// <summary>MAXIMUM of int8, int16, int32 and int64.</summary>
    public static OpResolver AddMaximum(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.Maximum, TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.Int64, 5, static () => new Extremum(true));
    }

    /// <summary>MINIMUM of int8, int16, int32 and int64.</summary>
    public static OpResolver AddMinimum(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.Minimum, TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.Int64, 5, static () => new Extremum(false));
    }
}

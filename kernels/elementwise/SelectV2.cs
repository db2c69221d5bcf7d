// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SELECT_V2 and SELECT. out[i] = condition[i] ? in1[i] : in2[i]. SELECT_V2 broadcasts all three inputs. SELECT takes two inputs of the
/// same shape and a condition of that shape, or a scalar, or one value for each index of the first dimension.
/// </summary>
/// <remarks>Stored values are copied; scales play no part. About 50 units an element.</remarks>
/// <supports>int8, int16, int32, int64, uint8, uint32 and bool by a bool condition; SELECT_V2 broadcasts</supports>
public sealed class SelectV2 : Kernel
{
    private readonly bool _broadcasts;
    private Tensor _condition;
    private Tensor _input1;
    private Tensor _input2;
    private Tensor _output;
    private Broadcast _walk;

    /// <summary>Creates SELECT_V2, which broadcasts, or SELECT.</summary>
    public SelectV2(bool broadcasts)
    {
        _broadcasts = broadcasts;
    }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 3);
        context.RequireOutputs(1);
        _condition = context.Input(0);
        _input1 = context.Input(1);
        _input2 = context.Input(2);
        _output = context.Output(0);
        context.RequireType(_condition, TypeSet.Bool);
        context.RequireType(_input1, ElementwiseKernels.SelectableTypes);
        context.RequireSameType(_input2, _input1);
        context.RequireSameType(_output, _input1);
        bool isRow = false;
        if (!_broadcasts)
        {
            context.RequireSameShape(_input2, _input1);
            context.RequireSameShape(_output, _input1);
            isRow = _condition.Rank == 1 && _input1.Rank > 1;
            if (isRow)
            {
                context.RequireDimension(_condition, 0, _input1.Shape[0]);
            }
            else if (_condition.Rank != 0)
            {
                context.RequireSameShape(_condition, _input1);
            }
        }

        _walk = new Broadcast(context, _output, new Tensor[] { _condition, _input1, _input2 }, isRow);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        Broadcast walk = _walk;
        walk.Start();
        do
        {
            Plane(walk);
        }
        while (walk.Next());
    }

    private void Plane(Broadcast walk)
    {
        switch (ArenaRegion.OfType(_output.Type))
        {
            case ArenaRegion.Int8:
                PlaneInt8(walk);
                break;
            case ArenaRegion.Int16:
                PlaneInt16(walk);
                break;
            case ArenaRegion.Int32:
                PlaneInt32(walk);
                break;
            default:
                PlaneInt64(walk);
                break;
        }
    }

    private void PlaneInt8(Broadcast walk)
    {
        sbyte[] condition = _condition.Int8;
        sbyte[] input1 = _input1.Int8;
        sbyte[] input2 = _input2.Int8;
        sbyte[] output = _output.Int8;
        int step0 = walk.ColumnStep(0);
        int step1 = walk.ColumnStep(1);
        int step2 = walk.ColumnStep(2);
        int row0 = walk.At(0);
        int row1 = walk.At(1);
        int row2 = walk.At(2);
        int at = walk.OutputAt;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at0 = row0;
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at0 += step0, at1 += step1, at2 += step2)
            {
                output[at] = condition[at0] != 0 ? input1[at1] : input2[at2];
            }

            row0 += walk.RowStep(0);
            row1 += walk.RowStep(1);
            row2 += walk.RowStep(2);
        }
    }

    private void PlaneInt16(Broadcast walk)
    {
        sbyte[] condition = _condition.Int8;
        short[] input1 = _input1.Int16;
        short[] input2 = _input2.Int16;
        short[] output = _output.Int16;
        int step0 = walk.ColumnStep(0);
        int step1 = walk.ColumnStep(1);
        int step2 = walk.ColumnStep(2);
        int row0 = walk.At(0);
        int row1 = walk.At(1);
        int row2 = walk.At(2);
        int at = walk.OutputAt;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at0 = row0;
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at0 += step0, at1 += step1, at2 += step2)
            {
                output[at] = condition[at0] != 0 ? input1[at1] : input2[at2];
            }

            row0 += walk.RowStep(0);
            row1 += walk.RowStep(1);
            row2 += walk.RowStep(2);
        }
    }

    private void PlaneInt32(Broadcast walk)
    {
        sbyte[] condition = _condition.Int8;
        int[] input1 = _input1.Int32;
        int[] input2 = _input2.Int32;
        int[] output = _output.Int32;
        int step0 = walk.ColumnStep(0);
        int step1 = walk.ColumnStep(1);
        int step2 = walk.ColumnStep(2);
        int row0 = walk.At(0);
        int row1 = walk.At(1);
        int row2 = walk.At(2);
        int at = walk.OutputAt;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at0 = row0;
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at0 += step0, at1 += step1, at2 += step2)
            {
                output[at] = condition[at0] != 0 ? input1[at1] : input2[at2];
            }

            row0 += walk.RowStep(0);
            row1 += walk.RowStep(1);
            row2 += walk.RowStep(2);
        }
    }

    private void PlaneInt64(Broadcast walk)
    {
        sbyte[] condition = _condition.Int8;
        long[] input1 = _input1.Int64;
        long[] input2 = _input2.Int64;
        long[] output = _output.Int64;
        int step0 = walk.ColumnStep(0);
        int step1 = walk.ColumnStep(1);
        int step2 = walk.ColumnStep(2);
        int row0 = walk.At(0);
        int row1 = walk.At(1);
        int row2 = walk.At(2);
        int at = walk.OutputAt;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at0 = row0;
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at0 += step0, at1 += step1, at2 += step2)
            {
                output[at] = condition[at0] != 0 ? input1[at1] : input2[at2];
            }

            row0 += walk.RowStep(0);
            row1 += walk.RowStep(1);
            row2 += walk.RowStep(2);
        }
    }
}

/// <content>SELECT_V2 and SELECT.</content>
public static partial class ElementwiseKernels
{
    internal const TypeSet SelectableTypes =
        TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.Int64 | TypeSet.UInt8 | TypeSet.UInt32 | TypeSet.Bool;

    /// <summary>SELECT_V2 of integers and bool.</summary>
    public static OpResolver AddSelectV2(this OpResolver resolver)
    {
        return resolver.Add(
            new OpRegistration(BuiltinOperator.SelectV2, null, SelectableTypes, 1, 3, static () => new SelectV2(true)));
    }

    /// <summary>SELECT of integers and bool.</summary>
    public static OpResolver AddSelect(this OpResolver resolver)
    {
        return resolver.Add(
            new OpRegistration(BuiltinOperator.Select, null, SelectableTypes, 1, 5, static () => new SelectV2(false)));
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>LOGICAL_AND and LOGICAL_OR. out[i] = in1[i] ∧ in2[i] or in1[i] ∨ in2[i] with broadcast inputs.</summary>
/// <remarks>About 55 units an element.</remarks>
/// <supports>bool; broadcast</supports>
public sealed class LogicalAndOr : BinaryKernel
{
    private readonly sbyte _one;

    /// <summary>Creates LOGICAL_AND or LOGICAL_OR. They differ in the result for one true operand.</summary>
    public LogicalAndOr(bool isOr)
    {
        _one = isOr ? (sbyte)1 : (sbyte)0;
    }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        TakeTensors(context, TypeSet.Bool);
        context.RequireType(Input2, TypeSet.Bool);
        context.RequireType(Output, TypeSet.Bool);
    }

    /// <inheritdoc/>
    protected override void Plane(Broadcast walk)
    {
        sbyte[] input1 = Input1.Int8;
        sbyte[] input2 = Input2.Int8;
        sbyte[] output = Output.Int8;
        int step1 = walk.ColumnStep(0);
        int step2 = walk.ColumnStep(1);
        int row1 = walk.At(0);
        int row2 = walk.At(1);
        int at = walk.OutputAt;
        sbyte one = _one;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                output[at] = input1[at1] == 0
                    ? input2[at2] == 0 ? (sbyte)0 : one
                    : input2[at2] == 0 ? one : (sbyte)1;
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }
}

/// <content>LOGICAL_AND and LOGICAL_OR.</content>
public static partial class ElementwiseKernels
{
    /// <summary>LOGICAL_AND.</summary>
    public static OpResolver AddLogicalAnd(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.LogicalAnd, TypeSet.Bool, 2, static () => new LogicalAndOr(false));
    }

    /// <summary>LOGICAL_OR.</summary>
    public static OpResolver AddLogicalOr(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.LogicalOr, TypeSet.Bool, 2, static () => new LogicalAndOr(true));
    }
}

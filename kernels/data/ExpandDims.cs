// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>EXPAND_DIMS. out[i] = in[i] in row-major order. The output has one more dimension, of size 1, at the axis.</summary>
/// <supports>any type; the axis is constant</supports>
public sealed class ExpandDims : WholeCopy
{
    /// <inheritdoc/>
    protected override void CheckShape(PrepareContext context, Tensor input, Tensor output)
    {
        context.RequireInputs(2, 2);
        Tensor axisTensor = context.ConstantInput(1);
        context.RequireType(axisTensor, TypeSet.Int32 | TypeSet.Int64);
        context.RequireElementCount(axisTensor, 1);
        int rank = input.Rank + 1;
        int axis = axisTensor.GetInt32(0);
        if (axis < -rank || axis >= rank)
        {
            throw context.Error(ErrorCode.ConstantInvalid, axisTensor, rank, axis);
        }

        axis = axis < 0 ? axis + rank : axis;
        context.RequireRank(output, rank, rank);
        for (int d = 0; d < rank; d++)
        {
            context.RequireDimension(output, d, d == axis ? 1 : input.Shape[d < axis ? d : d - 1]);
        }
    }
}

/// <content>Registers <see cref="ExpandDims"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds EXPAND_DIMS for every type.</summary>
    public static OpResolver AddExpandDims(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ExpandDims, TypeSet.Any, 2, static () => new ExpandDims());
    }
}

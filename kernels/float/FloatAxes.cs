// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>Reads the axis inputs of reductions and scans.</summary>
internal static class FloatAxes
{
    /// <summary>The axis in a constant of one element, counted from the first dimension.</summary>
    internal static int Single(PrepareContext context, int input, Tensor data)
    {
        Tensor axis = context.ConstantInput(input);
        context.RequireType(axis, TypeSet.Int32);
        context.RequireElementCount(axis, 1);
        return Resolve(context, axis, 0, data.Rank);
    }

    /// <summary>The axis in element <paramref name="index"/> of a constant, counted from the first dimension.</summary>
    internal static int Resolve(PrepareContext context, Tensor axes, int index, int rank)
    {
        int axis = axes.GetInt32(index);
        int resolved = axis < 0 ? axis + rank : axis;
        if (resolved < 0 || resolved >= rank)
        {
            throw context.Error(ErrorCode.ConstantInvalid, axes, rank, axis);
        }

        return resolved;
    }
}

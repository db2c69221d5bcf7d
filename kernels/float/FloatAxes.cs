// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>Reads the axis input that reductions and scans have.</summary>
internal static class FloatAxes
{
    /// <summary>The one axis that a constant names, counted from the first dimension.</summary>
    internal static int Single(PrepareContext context, int input, Tensor data)
    {
        Tensor axis = context.ConstantInput(input);
        context.RequireType(axis, TypeSet.Int32);
        context.RequireElementCount(axis, 1);
        return Resolve(context, axis, 0, data.Rank);
    }

    /// <summary>Element <paramref name="index"/> of a constant of axes, counted from the first dimension.</summary>
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

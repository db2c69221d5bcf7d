// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>Checks that the kernels of patch-based inference share.</summary>
internal static class PatchChecks
{
    /// <summary>Number of integers in a node's constant: two ranges and the fill value.</summary>
    internal const int NumberCount = 2 * PatchRange.Fields + 1;

    /// <summary>Requires two NHWC tensors of batch 1 with the same type and number of channels.</summary>
    internal static void RequirePictures(PrepareContext context, Tensor from, Tensor to)
    {
        context.RequireSameType(to, from);
        context.RequireRank(from, 4, 4);
        context.RequireRank(to, 4, 4);
        context.RequireDimension(from, 0, 1);
        context.RequireDimension(to, 0, 1);
        context.RequireDimension(to, 3, from.Shape[3]);
    }

    /// <summary>The constant that describes the ranges of a node.</summary>
    internal static Tensor Numbers(PrepareContext context, int input)
    {
        Tensor numbers = context.ConstantInput(input);
        context.RequireType(numbers, TypeSet.Int32);
        context.RequireElementCount(numbers, NumberCount);
        return numbers;
    }

    /// <summary>The fill value, which the element type must be able to hold.</summary>
    internal static int Fill(PrepareContext context, Tensor numbers, Tensor target)
    {
        int fill = numbers.GetInt32(NumberCount - 1);
        int limit = target.Type == TensorType.Int8 ? sbyte.MaxValue : target.Type == TensorType.Int16 ? short.MaxValue : 0;
        if (fill > limit || fill < (limit == 0 ? 0 : -limit - 1))
        {
            throw context.Error(ErrorCode.ConstantInvalid, numbers, limit, fill);
        }

        return fill;
    }
}

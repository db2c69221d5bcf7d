// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>The checks that all kernels of signals share.</summary>
internal static class SignalChecks
{
    /// <summary>The node must have so many inputs and outputs.</summary>
    internal static void RequireCounts(PrepareContext context, int inputs, int outputs)
    {
        context.RequireInputs(inputs, inputs);
        context.RequireOutputs(outputs);
    }

    /// <summary>The tensor must be a vector of a type.</summary>
    internal static void RequireVector(PrepareContext context, Tensor tensor, TypeSet type)
    {
        context.RequireType(tensor, type);
        context.RequireRank(tensor, 1, 1);
    }

    /// <summary>The tensor must not be an empty list.</summary>
    internal static void RequireElements(PrepareContext context, Tensor tensor)
    {
        if (tensor.ElementCount == 0)
        {
            throw context.Error(ErrorCode.ShapeMismatch, tensor, 1, 0);
        }
    }

    /// <summary>The tensor must hold a single value of a type.</summary>
    internal static void RequireScalar(PrepareContext context, Tensor tensor, TypeSet type)
    {
        context.RequireType(tensor, type);
        context.RequireElementCount(tensor, 1);
    }

    /// <summary>The element type that the option T names, if there is one, must be the input's.</summary>
    internal static void RequireTypeOption(PrepareContext context, FlexBufferReader options, Tensor input)
    {
        int type = options.Int32("T", (int)input.Type);
        if (type != (int)input.Type)
        {
            throw context.Error(ErrorCode.TypeMismatch, input, type, (int)input.Type);
        }
    }

    /// <summary>Both tensors must have the same dimensions but the last, or the last <paramref name="except"/>.</summary>
    internal static void RequireSameOuterShape(PrepareContext context, Tensor tensor, int tensorExcept, Tensor other, int except)
    {
        if (tensor.Rank - tensorExcept != other.Rank - except)
        {
            throw context.Error(ErrorCode.RankUnsupported, tensor, other.Rank - except + tensorExcept, tensor.Rank);
        }

        for (int d = 0; d < other.Rank - except; d++)
        {
            context.RequireDimension(tensor, d, other.Shape[d]);
        }
    }
}

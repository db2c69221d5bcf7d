// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>Checks that the signal kernels share.</summary>
internal static class SignalChecks
{
    /// <summary>Requires that the node has these numbers of inputs and outputs.</summary>
    internal static void RequireCounts(PrepareContext context, int inputs, int outputs)
    {
        context.RequireInputs(inputs, inputs);
        context.RequireOutputs(outputs);
    }

    /// <summary>Requires that the tensor is a vector with a type in the set.</summary>
    internal static void RequireVector(PrepareContext context, Tensor tensor, TypeSet type)
    {
        context.RequireType(tensor, type);
        context.RequireRank(tensor, 1, 1);
    }

    /// <summary>Requires that the tensor is not an empty list.</summary>
    internal static void RequireElements(PrepareContext context, Tensor tensor)
    {
        if (tensor.ElementCount == 0)
        {
            throw context.Error(ErrorCode.ShapeMismatch, tensor, 1, 0);
        }
    }

    /// <summary>Requires that the tensor holds a single value with a type in the set.</summary>
    internal static void RequireScalar(PrepareContext context, Tensor tensor, TypeSet type)
    {
        context.RequireType(tensor, type);
        context.RequireElementCount(tensor, 1);
    }

    /// <summary>Requires that the element type in option T, if there is one, is the input's.</summary>
    internal static void RequireTypeOption(PrepareContext context, FlexBufferReader options, Tensor input)
    {
        int type = options.Int32("T", (int)input.Type);
        if (type != (int)input.Type)
        {
            throw context.Error(ErrorCode.TypeMismatch, input, type, (int)input.Type);
        }
    }

    /// <summary>
    /// Requires that both tensors have the same outer dimensions: all but the last <paramref name="tensorExcept"/> of the one and the last
    /// <paramref name="except"/> of the other.
    /// </summary>
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

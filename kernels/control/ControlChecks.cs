// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>Checks that the kernels of control flow share.</summary>
internal static class ControlChecks
{
    /// <summary>Requires that a subgraph has as many inputs or outputs as its caller has values.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.SubgraphMismatch"/>: it has another number.</exception>
    internal static void RequireCount(this PrepareContext context, int found, int expected)
    {
        if (found != expected)
        {
            throw context.Error(ErrorCode.SubgraphMismatch, null, expected, found);
        }
    }

    /// <summary>Whether the tensor is a single bool.</summary>
    internal static bool IsCondition(Tensor tensor)
    {
        return tensor.Type == TensorType.Bool && tensor.ElementCount == 1;
    }
}

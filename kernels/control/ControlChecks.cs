// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>Checks of control flow.</summary>
internal static class ControlChecks
{
    /// <summary>A subgraph must have as many inputs or outputs as its caller has values for.</summary>
    internal static void RequireCount(this PrepareContext context, int found, int expected)
    {
        if (found != expected)
        {
            throw context.Error(ErrorCode.SubgraphMismatch, null, expected, found);
        }
    }

    /// <summary>Whether the tensor is one truth value.</summary>
    internal static bool IsCondition(Tensor tensor)
    {
        return tensor.Type == TensorType.Bool && tensor.ElementCount == 1;
    }
}

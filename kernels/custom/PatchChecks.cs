// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>Checks that the kernels of patch-based inference share.</summary>
internal static class PatchChecks
{
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
}

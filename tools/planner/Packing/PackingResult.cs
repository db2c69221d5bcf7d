// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Planner.Packing;

/// <summary>What a search has found.</summary>
/// <param name="Offsets">The place of each block.</param>
/// <param name="Height">Memory that they take.</param>
/// <param name="Bound">A lower bound of every packing, as far as the search has proved one.</param>
public sealed record PackingResult(long[] Offsets, long Height, long Bound)
{
    /// <summary>Whether no other packing takes less.</summary>
    public bool IsOptimal => Height == Bound;
}

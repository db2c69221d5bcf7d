// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Planner.Packing;

/// <summary>Something that takes a stretch of memory for a stretch of time.</summary>
/// <param name="Size">Units of memory, at least 1.</param>
/// <param name="First">First moment at which it is live.</param>
/// <param name="Last">Last moment at which it is live.</param>
public sealed record Block(int Size, int First, int Last)
{
    /// <summary>Whether there is a moment at which both are live.</summary>
    public bool MeetsInTime(Block other)
    {
        return First <= other.Last && other.First <= Last;
    }
}

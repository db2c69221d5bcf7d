// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;

namespace TinyInterp.Optimize.Patch;

/// <summary>Positions of a tensor along rows or along columns, for each patch.</summary>
/// <param name="Starts">The first position for each patch; outside the tensor if negative or large.</param>
/// <param name="Count">Number of positions, the same for all patches.</param>
internal sealed record AxisRange(int[] Starts, int Count)
{
    /// <summary>Whether the positions are the same.</summary>
    internal bool IsSame(AxisRange other)
    {
        return Count == other.Count && Starts.SequenceEqual(other.Starts);
    }
}

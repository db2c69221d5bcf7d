// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>The memory of a called subgraph, as a buffer in the plan of the subgraph that calls it.</summary>
internal sealed class CalleeBlock
{
    /// <summary>Value of <see cref="LastNode"/> for a subgraph called from several others: it lives in the main one throughout.</summary>
    internal const int Always = int.MaxValue;

    internal CalleeBlock(int callee, int[] regionCounts, int firstNode, int lastNode)
    {
        Callee = callee;
        RegionCounts = regionCounts;
        FirstNode = firstNode;
        LastNode = lastNode;
        Offsets = new int[ArenaRegion.Count];
    }

    /// <summary>The called subgraph.</summary>
    internal int Callee { get; }

    /// <summary>Elements it takes in each region.</summary>
    internal int[] RegionCounts { get; }

    /// <summary>The first node that calls it; -1 for "from the beginning".</summary>
    internal int FirstNode { get; }

    /// <summary>The last node that calls it, or <see cref="Always"/>.</summary>
    internal int LastNode { get; }

    /// <summary>Where the block lies in each region of the caller's block.</summary>
    internal int[] Offsets { get; }
}

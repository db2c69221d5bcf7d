// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>The memory of a called subgraph, as one buffer in the plan of another subgraph: usually of the one that calls it.</summary>
internal sealed class CalleeBlock
{
    /// <summary>
    /// Value of <see cref="LastNode"/> for a block that is live to the end: several subgraphs call it, or all tensors are preserved.
    /// </summary>
    internal const int Always = int.MaxValue;

    internal CalleeBlock(int callee, int[] regionCounts, int firstNode, int lastNode)
    {
        Callee = callee;
        RegionCounts = regionCounts;
        FirstNode = firstNode;
        LastNode = lastNode;
        Offsets = new int[ArenaRegion.Count];
    }

    /// <summary>Index of the called subgraph.</summary>
    internal int Callee { get; }

    /// <summary>Number of elements of the block in each region.</summary>
    internal int[] RegionCounts { get; }

    /// <summary>The first node that calls the subgraph; -1 if the block is live from the start.</summary>
    internal int FirstNode { get; }

    /// <summary>The last node that calls the subgraph, or <see cref="Always"/>.</summary>
    internal int LastNode { get; }

    /// <summary>Offset of the block in each region of the subgraph whose plan holds it.</summary>
    internal int[] Offsets { get; }
}

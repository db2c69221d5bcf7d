// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>Scratch that a node has asked for. It begins behind what the node has asked for before, and all nodes begin at the same place.</summary>
public sealed class ScratchRequest
{
    internal ScratchRequest(int subgraph, int node, int region, int offset, int count)
    {
        Subgraph = subgraph;
        Node = node;
        Region = region;
        Offset = offset;
        Count = count;
    }

    /// <summary>Index of the node's subgraph.</summary>
    public int Subgraph { get; }

    /// <summary>Index of the node in its subgraph.</summary>
    public int Node { get; }

    /// <summary>The region, one of the constants of <see cref="ArenaRegion"/>.</summary>
    public int Region { get; }

    /// <summary>Index of the first element in the region.</summary>
    public int Offset { get; }

    /// <summary>Number of elements.</summary>
    public int Count { get; }
}

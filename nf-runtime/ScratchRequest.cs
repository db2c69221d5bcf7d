// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// Scratch that a node has requested. It follows the node's earlier requests in the region. The first requests of all nodes start at
/// index 0.
/// </summary>
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

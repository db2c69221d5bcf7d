// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.IlMeter;

/// <summary>What one node cost in one Invoke.</summary>
public sealed class NodeProfile
{
    internal NodeProfile(int subgraph, int node)
    {
        Subgraph = subgraph;
        Node = node;
    }

    /// <summary>Index of the subgraph.</summary>
    public int Subgraph { get; }

    /// <summary>Index of the node in it.</summary>
    public int Node { get; }

    /// <summary>How often it ran.</summary>
    public int Runs { get; internal set; }

    /// <summary>Executed instructions, without those of nodes it calls.</summary>
    public long Instructions { get; internal set; }

    /// <summary>Cost in units, without that of nodes it calls.</summary>
    public double Units { get; internal set; }

    /// <summary>Executed allocations, without those of nodes it calls.</summary>
    public long Allocations { get; internal set; }
}

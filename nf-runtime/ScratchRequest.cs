// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>Where a piece of scratch belongs: a node asked for it and it lives while that node runs.</summary>
internal sealed class ScratchRequest
{
    internal ScratchRequest(int node, Tensor tensor)
    {
        Node = node;
        Tensor = tensor;
        Offset = MemoryPlanner.Unplaced;
    }

    internal int Node { get; }

    internal Tensor Tensor { get; }

    /// <summary>Place in the region's plan block, relative to the subgraph's own block.</summary>
    internal int Offset { get; set; }
}

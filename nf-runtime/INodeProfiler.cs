// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>Receives the start and end of each node. Without a profiler, an interpreter runs a loop that does not check for one.</summary>
public interface INodeProfiler
{
    /// <summary>A node is about to run.</summary>
    void Begin(int subgraph, int node);

    /// <summary>The node has run.</summary>
    void End(int subgraph, int node);
}

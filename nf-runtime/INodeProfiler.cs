// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>Is told when each node begins and ends. An interpreter without one runs a loop that knows nothing of profiling.</summary>
public interface INodeProfiler
{
    /// <summary>A node is about to run.</summary>
    void Begin(int subgraph, int node);

    /// <summary>The node has run.</summary>
    void End(int subgraph, int node);
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Driver;

/// <summary>Passes an interpreter's nodes on to functions of the other load context.</summary>
internal sealed class NodeProfiler : INodeProfiler
{
    private readonly Action<int, int> _begin;
    private readonly Action<int, int> _end;

    internal NodeProfiler(Action<int, int> begin, Action<int, int> end)
    {
        _begin = begin;
        _end = end;
    }

    /// <inheritdoc />
    public void Begin(int subgraph, int node)
    {
        _begin(subgraph, node);
    }

    /// <inheritdoc />
    public void End(int subgraph, int node)
    {
        _end(subgraph, node);
    }
}

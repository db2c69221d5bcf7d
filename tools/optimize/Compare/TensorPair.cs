// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Compare;

/// <summary>A tensor of model A and the one of model B that stands for the same values.</summary>
public sealed class TensorPair
{
    internal TensorPair(int a, int b, string name, int node, string source)
    {
        A = a;
        B = b;
        Name = name;
        Node = node;
        Source = source;
    }

    /// <summary>Index in subgraph 0 of A.</summary>
    public int A { get; }

    /// <summary>Index in subgraph 0 of B.</summary>
    public int B { get; }

    /// <summary>The tensor's name in A.</summary>
    public string Name { get; }

    /// <summary>The node of A that makes it; -1 for inputs and constants.</summary>
    public int Node { get; }

    /// <summary>What makes it in A: an operator, "input" or "constant".</summary>
    public string Source { get; }

    /// <summary>How far B is from A.</summary>
    public Noise Noise { get; } = new Noise();
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Planner.Ordering;

/// <summary>A set of nodes; two sets of the same nodes are equal.</summary>
internal sealed class NodeSet : IEquatable<NodeSet>
{
    private readonly ulong[] _bits;

    private NodeSet(ulong[] bits)
    {
        _bits = bits;
    }

    /// <inheritdoc />
    public bool Equals(NodeSet? other)
    {
        return other != null && _bits.AsSpan().SequenceEqual(other._bits);
    }

    /// <inheritdoc />
    public override bool Equals(object? other)
    {
        return Equals(other as NodeSet);
    }

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (ulong bits in _bits)
        {
            hash.Add(bits);
        }

        return hash.ToHashCode();
    }

    /// <summary>A set of none of so many nodes.</summary>
    internal static NodeSet Empty(int count)
    {
        return new NodeSet(new ulong[(count + 63) / 64]);
    }

    /// <summary>Whether a node is in it.</summary>
    internal bool Contains(int node)
    {
        return (_bits[node >> 6] >> node & 1) != 0;
    }

    /// <summary>The set with one node more.</summary>
    internal NodeSet With(int node)
    {
        ulong[] bits = (ulong[])_bits.Clone();
        bits[node >> 6] |= 1UL << node;
        return new NodeSet(bits);
    }
}

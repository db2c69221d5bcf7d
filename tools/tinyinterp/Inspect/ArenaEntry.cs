// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Text.Json.Serialization;

namespace TinyInterp.Tool.Inspect;

/// <summary>Something with a place in the arena.</summary>
internal sealed class ArenaEntry
{
    /// <summary>activation, scratch or subgraph.</summary>
    public required string Kind { get; init; }

    /// <summary>Index of the tensor, for activations.</summary>
    public int? Tensor { get; init; }

    /// <summary>The node that uses it, for scratch; the first one that calls it, for a subgraph.</summary>
    public int? Node { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The typed region it lies in.</summary>
    public required string Region { get; init; }

    /// <summary>Bytes from the start of its region.</summary>
    public long Offset { get; init; }

    /// <summary>Bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>First moment at which it is live: 0 before all nodes, n + 1 during node n.</summary>
    public int First { get; init; }

    /// <summary>Last moment at which it is live.</summary>
    public int Last { get; init; }

    /// <summary>Bytes from the start of the plan, its regions laid end to end.</summary>
    [JsonIgnore]
    public long Place { get; init; }
}

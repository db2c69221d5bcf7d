// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>A signature's name for one tensor.</summary>
public sealed class TensorMapDef
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The tensor's index in the signature's subgraph.</summary>
    public int TensorIndex { get; set; }
}

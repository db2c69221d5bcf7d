// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Writer;

/// <summary>Stable names for the inputs and outputs of one subgraph. A null list is absent from the file.</summary>
public sealed class SignatureDef
{
    /// <summary>Name of the signature.</summary>
    public string? Key { get; set; }

    /// <summary>The subgraph it belongs to.</summary>
    public int SubgraphIndex { get; set; }

    /// <summary>Names of inputs.</summary>
    public List<TensorMapDef>? Inputs { get; set; } = new List<TensorMapDef>();

    /// <summary>Names of outputs.</summary>
    public List<TensorMapDef>? Outputs { get; set; } = new List<TensorMapDef>();
}

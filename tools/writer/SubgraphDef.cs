// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Writer;

/// <summary>A graph of the model: number 0 is the one that runs, others are called by control-flow operators.</summary>
public sealed class SubgraphDef
{
    /// <summary>Name, for people.</summary>
    public string? Name { get; set; }

    /// <summary>All tensors; nodes, inputs and outputs refer to them by index.</summary>
    public List<TensorDef> Tensors { get; set; } = new List<TensorDef>();

    /// <summary>Tensors the caller fills.</summary>
    public List<int> Inputs { get; set; } = new List<int>();

    /// <summary>Tensors the caller reads.</summary>
    public List<int> Outputs { get; set; } = new List<int>();

    /// <summary>The nodes in the order in which they run.</summary>
    public List<OperatorDef> Operators { get; set; } = new List<OperatorDef>();

    /// <summary>Index of debug information, -1 for none.</summary>
    public int DebugMetadataIndex { get; set; } = -1;
}

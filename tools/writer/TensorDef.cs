// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace TinyInterp.Writer;

/// <summary>A tensor of a subgraph. A null array is absent from the file; an absent shape is a scalar's.</summary>
public sealed class TensorDef
{
    private string? _name;
    private int[]? _shape;

    /// <summary>Name, for people and for Input/Output by name; empty where the file has none.</summary>
    [AllowNull]
    public string Name
    {
        get { return _name ?? string.Empty; }
        set { _name = value; }
    }

    /// <summary>Element type.</summary>
    public TensorType Type { get; set; }

    /// <summary>Sizes, outermost dimension first; empty for a scalar, whose file may have none.</summary>
    [AllowNull]
    public int[] Shape
    {
        get { return _shape ?? []; }
        set { _shape = value; }
    }

    /// <summary>The shape with -1 for sizes decided at run time.</summary>
    public int[]? ShapeSignature { get; set; }

    /// <summary>Index of the buffer that holds its constant data; 0 for a tensor computed at run time.</summary>
    public int BufferIndex { get; set; }

    /// <summary>How stored numbers stand for real ones, or null.</summary>
    public QuantizationDef? Quantization { get; set; }

    /// <summary>Whether it keeps its value between Invokes.</summary>
    public bool IsVariable { get; set; }

    /// <summary>Whether the rank is known, which tells a scalar from an unknown rank.</summary>
    public bool HasRank { get; set; }

    /// <summary>Layout of a sparse constant, or null.</summary>
    public SparsityDef? Sparsity { get; set; }

    /// <summary>Types inside a VARIANT tensor, or null.</summary>
    public List<VariantDef>? VariantTensors { get; set; }

    internal string? StoredName => _name;

    internal int[]? StoredShape => _shape;
}

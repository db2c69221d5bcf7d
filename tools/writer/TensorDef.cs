// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Writer;

/// <summary>A tensor of a subgraph. A null array is absent from the file; an absent shape is a scalar's.</summary>
public sealed class TensorDef
{
    /// <summary>Name, for people and for Input/Output by name.</summary>
    public string Name { get; set; }

    /// <summary>Element type.</summary>
    public TensorType Type { get; set; }

    /// <summary>Sizes, outermost dimension first.</summary>
    public int[] Shape { get; set; }

    /// <summary>The shape with -1 for sizes decided at run time.</summary>
    public int[] ShapeSignature { get; set; }

    /// <summary>Index of the buffer that holds its constant data; 0 for a tensor computed at run time.</summary>
    public int BufferIndex { get; set; }

    /// <summary>How stored numbers stand for real ones, or null.</summary>
    public QuantizationDef Quantization { get; set; }

    /// <summary>Whether it keeps its value between Invokes.</summary>
    public bool IsVariable { get; set; }

    /// <summary>Whether the rank is known, which tells a scalar from an unknown rank.</summary>
    public bool HasRank { get; set; }

    /// <summary>Layout of a sparse constant, or null.</summary>
    public SparsityDef Sparsity { get; set; }

    /// <summary>Types inside a VARIANT tensor, or null.</summary>
    public List<VariantDef> VariantTensors { get; set; }
}

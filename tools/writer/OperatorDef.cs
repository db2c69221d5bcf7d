// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Diagnostics.CodeAnalysis;

namespace TinyInterp.Writer;

/// <summary>A node of a subgraph. A null array is absent from the file.</summary>
public sealed class OperatorDef
{
    private int[]? _inputs;
    private int[]? _outputs;

    /// <summary>Index into <see cref="ModelDocument.OperatorCodes"/>.</summary>
    public int OpcodeIndex { get; set; }

    /// <summary>Tensor indices; -1 for an optional input left out. Empty where the file has none.</summary>
    [AllowNull]
    public int[] Inputs
    {
        get { return _inputs ?? []; }
        set { _inputs = value; }
    }

    /// <summary>Tensor indices; empty where the file has none.</summary>
    [AllowNull]
    public int[] Outputs
    {
        get { return _outputs ?? []; }
        set { _outputs = value; }
    }

    /// <summary>The builtin options, or null.</summary>
    public OptionsTable? Options { get; set; }

    /// <summary>Options of the second union, whose type tags are <see cref="BuiltinOptions2Type"/>; or null.</summary>
    public OptionsTable? Options2 { get; set; }

    /// <summary>The options of a custom operator, or null.</summary>
    public byte[]? CustomOptions { get; set; }

    /// <summary>How the custom options are encoded; 0, FlexBuffers, is the only way there is.</summary>
    public sbyte CustomOptionsFormat { get; set; }

    /// <summary>Whether the custom options lie after the FlatBuffer instead of within it.</summary>
    public bool CustomOptionsOutside { get; set; }

    /// <summary>Per input: does the node write to that variable? Null or empty: to none.</summary>
    public bool[]? MutatingVariableInputs { get; set; }

    /// <summary>Tensors that carry the quantisation of values inside the node.</summary>
    public int[]? Intermediates { get; set; }

    /// <summary>Index of debug information, -1 for none.</summary>
    public int DebugMetadataIndex { get; set; } = -1;

    internal int[]? StoredInputs => _inputs;

    internal int[]? StoredOutputs => _outputs;
}

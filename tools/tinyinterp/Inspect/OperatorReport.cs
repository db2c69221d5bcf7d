// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;

namespace TinyInterp.Tool.Inspect;

/// <summary>A node as inspect shows it.</summary>
internal sealed class OperatorReport
{
    internal OperatorReport(ModelView model, OperatorView node, int index, IReadOnlyList<TensorReport> tensors)
    {
        OperatorCodeView code = new OperatorCodeView(model.Reader);
        model.OperatorCode(node.OpcodeIndex, code);
        Index = index;
        Operator = code.BuiltinCode == BuiltinOperator.Custom
            ? ErrorText.ReadString(model.Reader, code.CustomCode)
            : OperatorNames.Of(code.BuiltinCode);
        Version = code.Version;
        Inputs = Enumerable.Range(0, node.InputCount).Select(node.Input).ToArray();
        Outputs = Enumerable.Range(0, node.OutputCount).Select(node.Output).ToArray();
        Types = Join(Inputs, tensors, ",", "-", tensor => tensor.Type) + "->" + Join(Outputs, tensors, ",", "-", tensor => tensor.Type);
        Shapes = Join(Inputs, tensors, " ", "-", tensor => tensor.ShapeText) + " -> "
            + Join(Outputs, tensors, " ", "-", tensor => tensor.ShapeText);
        Macs = MacCounter.Count(
            code.BuiltinCode, model, node,
            i => Shape(Inputs, i, tensors),
            Shape(Outputs, 0, tensors));
    }

    /// <summary>Index in the subgraph.</summary>
    public int Index { get; }

    /// <summary>Name in the format, or the custom operator's.</summary>
    public string Operator { get; }

    /// <summary>Version.</summary>
    public int Version { get; }

    /// <summary>Tensor indices, -1 where an input is left out.</summary>
    public int[] Inputs { get; }

    /// <summary>Tensor indices.</summary>
    public int[] Outputs { get; }

    /// <summary>Types of inputs and outputs.</summary>
    public string Types { get; }

    /// <summary>Shapes of inputs and outputs.</summary>
    public string Shapes { get; }

    /// <summary>Multiplications that are summed up.</summary>
    public long Macs { get; }

    /// <summary>Bytes of parameters and tables that its kernel keeps; null if the model cannot be run.</summary>
    public long? KernelBytes { get; set; }

    /// <summary>Bytes of scratch with which it is fastest, shared with other nodes; null if the model cannot be run.</summary>
    public long? ScratchBytes { get; set; }

    /// <summary>Whether the node can be run.</summary>
    public bool IsSupported { get; set; } = true;

    private static string Join(
        int[] indices, IReadOnlyList<TensorReport> tensors, string separator, string absent, Func<TensorReport, string> text)
    {
        return string.Join(separator, indices.Select(t => t == OperatorView.Absent ? absent : text(tensors[t])));
    }

    private static int[]? Shape(int[] indices, int i, IReadOnlyList<TensorReport> tensors)
    {
        return i < indices.Length && indices[i] != OperatorView.Absent ? tensors[indices[i]].Shape : null;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Graph;

/// <summary>A node of the main subgraph.</summary>
public sealed class GraphNode
{
    private readonly FlatBufferReader _reader;
    private readonly int _options;

    internal GraphNode(ModelGraph graph, OperatorView view, BuiltinOperator code, string name, Kernel kernel, int index)
    {
        _reader = view.Reader;
        _options = view.Options;
        Index = index;
        Code = code;
        Name = name;
        Kernel = kernel;
        Inputs = Enumerable.Range(0, view.InputCount).Select(i => graph.TensorOrNull(view.Input(i))).ToArray();
        Outputs = Enumerable.Range(0, view.OutputCount).Select(i => graph.Tensors[view.Output(i)]).ToArray();
    }

    /// <summary>Index in the subgraph.</summary>
    public int Index { get; }

    /// <summary>The operator.</summary>
    public BuiltinOperator Code { get; }

    /// <summary>The operator's name, a custom one's too.</summary>
    public string Name { get; }

    /// <summary>The prepared kernel of the interpreter that the graph was read through.</summary>
    public Kernel Kernel { get; }

    /// <summary>Inputs; null for one that is left out.</summary>
    public IReadOnlyList<GraphTensor?> Inputs { get; }

    /// <summary>Outputs.</summary>
    public IReadOnlyList<GraphTensor> Outputs { get; }

    /// <summary>Whether nothing is left of it at run time: it is constant, or only renames its input.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether the layer of an earlier node computes it, too.</summary>
    public bool IsFused { get; set; }

    /// <summary>Whether it must run as a kernel, because it shares state with other nodes or there is no room for its code.</summary>
    public bool RunsAsKernel { get; set; }

    /// <summary>Multiply-accumulates of a plain implementation.</summary>
    public long Macs { get; set; }

    /// <summary>The options, on a view of their own.</summary>
    public OptionsView Options()
    {
        OptionsView options = new OptionsView(_reader);
        options.MoveTo(_options);
        return options;
    }

    /// <summary>An input that the operator requires: its kernel was prepared, so it is there.</summary>
    public GraphTensor Input(int index)
    {
        return Inputs[index] ?? throw new System.InvalidOperationException("node " + Index + " has no input " + index);
    }

    /// <summary>An input, or null where there is none.</summary>
    public GraphTensor? InputOrNull(int index)
    {
        return index < Inputs.Count ? Inputs[index] : null;
    }
}

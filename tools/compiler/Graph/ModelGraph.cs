// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Graph;

/// <summary>
/// The main subgraph, read through an interpreter: so a model is compiled only if it runs, and each node brings its prepared kernel, which
/// constant folding and the tables of functions are computed with.
/// </summary>
public sealed class ModelGraph
{
    private readonly GraphTensor[] _tensors;

    private ModelGraph(MicroInterpreter interpreter)
    {
        Interpreter = interpreter;
        ModelView model = interpreter.Model;
        SubgraphView view = new SubgraphView(model.Reader);
        TensorView tensor = new TensorView(model.Reader);
        model.Subgraph(0, view);
        Subgraph main = interpreter.Subgraph(0);
        _tensors = Enumerable.Range(0, main.TensorCount).Select(i =>
        {
            view.Tensor(i, tensor);
            return new GraphTensor(main.Tensor(i), tensor.Name == 0 ? string.Empty : ErrorText.ReadString(model.Reader, tensor.Name));
        }).ToArray();
        Inputs = Enumerable.Range(0, main.InputCount).Select(i => _tensors[view.Input(i)]).ToArray();
        Outputs = Enumerable.Range(0, main.OutputCount).Select(i => _tensors[view.Output(i)]).ToArray();
        OperatorView node = new OperatorView(model.Reader);
        OperatorCodeView code = new OperatorCodeView(model.Reader);
        List<GraphNode> nodes = new();
        for (int n = 0; n < main.NodeCount; n++)
        {
            view.Operator(n, node);
            model.OperatorCode(node.OpcodeIndex, code);
            string name = code.CustomCode == 0 ? OperatorNames.Of(code.BuiltinCode) : ErrorText.ReadString(model.Reader, code.CustomCode);
            nodes.Add(new GraphNode(this, node, code.BuiltinCode, name, main.Kernel(n), n));
        }

        Nodes = nodes;
    }

    /// <summary>The interpreter, with no two tensors in the same memory.</summary>
    public MicroInterpreter Interpreter { get; }

    /// <summary>The nodes in the order in which they run.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The model's inputs.</summary>
    public IReadOnlyList<GraphTensor> Inputs { get; }

    /// <summary>The model's outputs.</summary>
    public IReadOnlyList<GraphTensor> Outputs { get; }

    /// <summary>All tensors.</summary>
    public IReadOnlyList<GraphTensor> Tensors => _tensors;

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelException">The model is damaged, or no interpreter can run it.</exception>
    public static ModelGraph Read(byte[] model)
    {
        MicroInterpreter interpreter = new MicroInterpreter(model, new OpResolver().AddAll(), new TensorArena(int.MaxValue)) { PreserveAllTensors = true };
        interpreter.AllocateTensors();
        return new ModelGraph(interpreter);
    }

    /// <summary>A tensor by index, or null for one that is left out.</summary>
    public GraphTensor? TensorOrNull(int index)
    {
        return index == OperatorView.Absent ? null : _tensors[index];
    }

    /// <summary>Nodes that read a tensor or another name of its memory, and are not gone.</summary>
    public IEnumerable<GraphNode> Readers(GraphTensor tensor)
    {
        return Nodes.Where(node => !node.IsGone && node.Inputs.Any(input => input != null && input.Storage == tensor.Storage));
    }

    /// <summary>Whether the tensor's memory is an input of the model.</summary>
    public bool IsInput(GraphTensor tensor)
    {
        return Inputs.Any(input => input.Storage == tensor.Storage);
    }

    /// <summary>Whether the tensor's memory is an output of the model.</summary>
    public bool IsOutput(GraphTensor tensor)
    {
        return Outputs.Any(output => output.Storage == tensor.Storage);
    }
}

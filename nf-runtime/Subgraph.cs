// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>A subgraph ready to run: its tensors and one kernel for each node.</summary>
public sealed class Subgraph
{
    private readonly Tensor[] _tensors;
    private readonly int[] _inputs;
    private readonly int[] _outputs;
    private readonly Kernel[] _kernels;

    internal Subgraph(ModelView model, int index)
    {
        FlatBufferReader reader = model.Reader;
        SubgraphView view = new SubgraphView(reader);
        TensorView tensorView = new TensorView(reader);
        QuantizationView quantization = new QuantizationView(reader);
        BufferView buffer = new BufferView(reader);
        model.Subgraph(index, view);
        Index = index;
        _tensors = new Tensor[view.TensorCount];
        for (int t = 0; t < _tensors.Length; t++)
        {
            view.Tensor(t, tensorView);
            bool isConstant = model.IsConstant(tensorView, buffer);
            _tensors[t] = new Tensor(tensorView, quantization, buffer, index, t, isConstant);
        }

        _inputs = new int[view.InputCount];
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i] = view.Input(i);
        }

        _outputs = new int[view.OutputCount];
        for (int i = 0; i < _outputs.Length; i++)
        {
            _outputs[i] = view.Output(i);
        }

        _kernels = new Kernel[view.OperatorCount];
        Scratch = new ArrayList();
        PlanBases = new int[ArenaRegion.Count];
    }

    /// <summary>Index of the subgraph in the model.</summary>
    public int Index { get; }

    /// <summary>Number of tensors.</summary>
    public int TensorCount => _tensors.Length;

    /// <summary>Number of nodes.</summary>
    public int NodeCount => _kernels.Length;

    /// <summary>Number of inputs.</summary>
    public int InputCount => _inputs.Length;

    /// <summary>Number of outputs.</summary>
    public int OutputCount => _outputs.Length;

    /// <summary>Where its tensors lie.</summary>
    public SubgraphPlan Plan { get; internal set; }

    /// <summary>The profiler of the interpreter it belongs to.</summary>
    internal INodeProfiler Profiler { get; set; }

    /// <summary>What its nodes asked for; holds <see cref="ScratchRequest"/>.</summary>
    internal ArrayList Scratch { get; }

    /// <summary>The blocks of the subgraphs that live in this one's plan.</summary>
    internal CalleeBlock[] Blocks { get; set; }

    /// <summary>Start of the subgraph's block in each region, relative to the plan block.</summary>
    internal int[] PlanBases { get; }

    /// <summary>Tensor <paramref name="index"/>.</summary>
    public Tensor Tensor(int index)
    {
        return _tensors[index];
    }

    /// <summary>The tensor of input <paramref name="index"/>.</summary>
    public Tensor Input(int index)
    {
        return _tensors[_inputs[index]];
    }

    /// <summary>The tensor of output <paramref name="index"/>.</summary>
    public Tensor Output(int index)
    {
        return _tensors[_outputs[index]];
    }

    /// <summary>The kernel of node <paramref name="index"/>.</summary>
    public Kernel Kernel(int index)
    {
        return _kernels[index];
    }

    /// <summary>Runs all nodes in order, up to one that ends the run.</summary>
    /// <returns>Whether all nodes ran.</returns>
    public bool Invoke()
    {
        Kernel[] kernels = _kernels;
        INodeProfiler profiler = Profiler;
        if (profiler == null)
        {
            for (int n = 0; n < kernels.Length; n++)
            {
                Kernel kernel = kernels[n];
                kernel.Eval();
                if (kernel.EndsRun)
                {
                    return false;
                }
            }

            return true;
        }

        for (int n = 0; n < kernels.Length; n++)
        {
            profiler.Begin(Index, n);
            kernels[n].Eval();
            profiler.End(Index, n);
            if (kernels[n].EndsRun)
            {
                return false;
            }
        }

        return true;
    }

    internal void SetKernel(int node, Kernel kernel)
    {
        _kernels[node] = kernel;
    }

    /// <summary>Lets all nodes check what depends on others.</summary>
    internal void Link()
    {
        for (int n = 0; n < _kernels.Length; n++)
        {
            _kernels[n].Link();
        }
    }

    /// <summary>Sets variables to real zero and lets kernels forget.</summary>
    internal void Reset()
    {
        for (int t = 0; t < _tensors.Length; t++)
        {
            if (_tensors[t].IsVariable && _tensors[t].Data != null)
            {
                _tensors[t].FillWithZero();
            }
        }

        for (int n = 0; n < _kernels.Length; n++)
        {
            _kernels[n].Reset();
        }
    }
}

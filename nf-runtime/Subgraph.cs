// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// A subgraph that is ready to run: a kernel for each node, and its input and output tensors. Kernels hold the tensors in between.
/// </summary>
public sealed class Subgraph
{
    private readonly ModelView _model;
    private readonly Tensor[] _inputs;
    private readonly Tensor[] _outputs;
    private readonly Kernel[] _kernels;
    private ShapeTable _shapes;
    private Tensor[] _tensors;
    private Tensor[] _variables;
    private Tensor[] _activations;

    /// <summary>Creates a subgraph whose nodes have no kernels yet.</summary>
    /// <param name="model">The verified model.</param>
    /// <param name="index">Index of the subgraph.</param>
    /// <param name="shapes">The shapes that tensors share.</param>
    internal Subgraph(ModelView model, int index, ShapeTable shapes)
    {
        SubgraphView view = new SubgraphView(model.Reader);
        model.Subgraph(index, view);
        _model = model;
        _shapes = shapes;
        Index = index;
        _tensors = new Tensor[view.TensorCount];
        _inputs = new Tensor[view.InputCount];
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i] = Tensor(view.Input(i));
        }

        _outputs = new Tensor[view.OutputCount];
        for (int i = 0; i < _outputs.Length; i++)
        {
            _outputs[i] = Tensor(view.Output(i));
        }

        _kernels = new Kernel[view.OperatorCount];
    }

    /// <summary>Index of the subgraph in the model.</summary>
    public int Index { get; }

    /// <summary>Number of tensors that the model describes.</summary>
    public int TensorCount
    {
        get
        {
            SubgraphView view = new SubgraphView(_model.Reader);
            _model.Subgraph(Index, view);
            return view.TensorCount;
        }
    }

    /// <summary>Number of nodes.</summary>
    public int NodeCount => _kernels.Length;

    /// <summary>Number of inputs.</summary>
    public int InputCount => _inputs.Length;

    /// <summary>Number of outputs.</summary>
    public int OutputCount => _outputs.Length;

    /// <summary>The profiler of the subgraph's interpreter.</summary>
    internal INodeProfiler Profiler { get; set; }

    /// <summary>
    /// Tensor <paramref name="index"/>, for tools. Unless the interpreter preserves all tensors, later tensors reuse the memory of one
    /// between nodes.
    /// </summary>
    public Tensor Tensor(int index)
    {
        if (_tensors == null)
        {
            return Kept(index);
        }

        if (_tensors[index] == null)
        {
            _tensors[index] = NewTensor(index);
        }

        return _tensors[index];
    }

    /// <summary>The tensor of input <paramref name="index"/>.</summary>
    public Tensor Input(int index)
    {
        return _inputs[index];
    }

    /// <summary>The tensor of output <paramref name="index"/>.</summary>
    public Tensor Output(int index)
    {
        return _outputs[index];
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

    /// <summary>A tensor during loading; null if nothing has asked for it.</summary>
    internal Tensor TensorInUse(int index)
    {
        return _tensors[index];
    }

    /// <summary>Lets all kernels check what depends on other nodes.</summary>
    internal void Link()
    {
        for (int n = 0; n < _kernels.Length; n++)
        {
            _kernels[n].Link();
        }
    }

    /// <summary>
    /// Ends loading: keeps only what running needs. Tensors that only Prepare has read become garbage.
    /// </summary>
    /// <param name="variables">The tensors in persistent memory, or null.</param>
    /// <param name="activations">The tensors in the arrays that interpreters share.</param>
    /// <param name="preserveAll">Whether tools may ask for all tensors.</param>
    internal void ForgetLoading(Tensor[] variables, Tensor[] activations, bool preserveAll)
    {
        _variables = variables;
        _activations = activations;
        _shapes = null;
        if (!preserveAll)
        {
            _tensors = null;
        }
    }

    /// <summary>Points activations at the arrays that interpreters share, after another model has replaced them by longer ones.</summary>
    internal void Follow(ArenaArrays plan)
    {
        for (int i = 0; i < _activations.Length; i++)
        {
            _activations[i].Follow(plan);
        }
    }

    /// <summary>Sets variables to real zero and resets the kernels' state.</summary>
    internal void Reset()
    {
        for (int i = 0; _variables != null && i < _variables.Length; i++)
        {
            _variables[i].FillWithZero();
        }

        for (int n = 0; n < _kernels.Length; n++)
        {
            _kernels[n].Reset();
        }
    }

    /// <summary>A tensor in the arena. For any other, its description in the model, without elements.</summary>
    private Tensor Kept(int index)
    {
        SubgraphView view = new SubgraphView(_model.Reader);
        _model.Subgraph(Index, view);
        for (int i = 0; i < _inputs.Length; i++)
        {
            if (view.Input(i) == index)
            {
                return _inputs[i];
            }
        }

        for (int i = 0; i < _outputs.Length; i++)
        {
            if (view.Output(i) == index)
            {
                return _outputs[i];
            }
        }

        Tensor tensor = NewTensor(index);
        Tensor kept = Find(_activations, tensor);
        kept = kept == null && _variables != null ? Find(_variables, tensor) : kept;
        return kept == null ? tensor : kept;
    }

    private static Tensor Find(Tensor[] tensors, Tensor description)
    {
        for (int i = 0; i < tensors.Length; i++)
        {
            if (tensors[i].IsDescribedAs(description))
            {
                return tensors[i];
            }
        }

        return null;
    }

    private Tensor NewTensor(int index)
    {
        FlatBufferReader reader = _model.Reader;
        SubgraphView subgraph = new SubgraphView(reader);
        TensorView view = new TensorView(reader);
        BufferView buffer = new BufferView(reader);
        _model.Subgraph(Index, subgraph);
        subgraph.Tensor(index, view);
        ShapeTable shapes = _shapes == null ? new ShapeTable() : _shapes;
        return new Tensor(view, shapes.Of(view), _model.IsConstant(view, buffer) ? buffer : null);
    }
}

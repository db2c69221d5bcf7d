// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// Runs a model. The constructor verifies it, and <see cref="AllocateTensors"/> prepares kernels and memory. From then on
/// <see cref="Invoke"/> computes outputs from inputs without allocating.
/// </summary>
/// <example>
/// <code>
/// MicroInterpreter interpreter = new MicroInterpreter(model, new OpResolver().AddConv2D().AddSoftmax(), new TensorArena(20000));
/// interpreter.AllocateTensors();
/// interpreter.Input(0).Quantize(samples, 0);
/// interpreter.Invoke();
/// float score = interpreter.Output(0).GetReal(0);
/// </code>
/// </example>
public sealed class MicroInterpreter : IInterpreter
{
    private readonly TensorArena _arena;
    private OpResolver _resolver;
    private INodeProfiler _profiler;
    private LoadedGraph _graph;
    private Subgraph _main;

    /// <summary>Creates an interpreter for a model.</summary>
    /// <param name="model">The bytes of a .tflite file. The interpreter references them, because constants are read from them.</param>
    /// <param name="resolver">The kernels to choose from.</param>
    /// <param name="arena">The memory to use; other interpreters may share it.</param>
    /// <exception cref="ModelException">The model is invalid; the error says where.</exception>
    public MicroInterpreter(byte[] model, OpResolver resolver, TensorArena arena)
    {
        if (resolver == null || arena == null)
        {
            throw Errors.Of(ErrorCode.ArgumentInvalid, 1, 0);
        }

        Model = ModelVerifier.Verify(model);
        _resolver = resolver;
        _arena = arena;
    }

    /// <summary>The verified model.</summary>
    public ModelView Model { get; }

    /// <summary>
    /// Whether no two tensors may share memory, so that all intermediate results can be read after Invoke. It costs memory. Set it before
    /// <see cref="AllocateTensors"/>.
    /// </summary>
    public bool PreserveAllTensors { get; set; }

    /// <summary>Whether <see cref="AllocateTensors"/> has succeeded.</summary>
    public bool IsAllocated => _main != null;

    /// <summary>
    /// Whether the last <see cref="Invoke"/> ran to the end. In a streaming model CIRCULAR_BUFFER ends the run until it has enough inputs
    /// for the nodes after it; the outputs are not new then.
    /// </summary>
    public bool IsRunComplete { get; private set; }

    /// <summary>Receives the start and end of each node. Null, the default, costs nothing.</summary>
    public INodeProfiler Profiler
    {
        get
        {
            return _profiler;
        }

        set
        {
            _profiler = value;
            if (_graph != null)
            {
                _graph.SetProfiler(value);
            }
        }
    }

    /// <summary>Number of bytes of the arena that this model uses: activations, scratch, variables and kernels' parameters.</summary>
    public int ArenaUsedBytes
    {
        get
        {
            RequireAllocated();
            return _graph.UsedBytes;
        }
    }

    /// <summary>
    /// Number of bytes of packed weights and look-up tables that make kernels faster, in addition to <see cref="ArenaUsedBytes"/>. They
    /// come from what the budget leaves over. Kernels drop them when another model on the same arena needs the memory.
    /// </summary>
    public int PackedWeightBytes
    {
        get
        {
            RequireAllocated();
            return (int)_graph.PackedWeightBytes;
        }
    }

    /// <summary>Number of bytes that other interpreters on the same arena may overwrite: activations and scratch.</summary>
    public int PlanBytes
    {
        get
        {
            RequireAllocated();
            return _graph.PlanBytes;
        }
    }

    /// <summary>Number of inputs of the main subgraph.</summary>
    public int InputCount
    {
        get
        {
            RequireAllocated();
            return _main.InputCount;
        }
    }

    /// <summary>Number of outputs of the main subgraph.</summary>
    public int OutputCount
    {
        get
        {
            RequireAllocated();
            return _main.OutputCount;
        }
    }

    /// <summary>Prepares all kernels, plans memory and takes it from the arena. If it fails, nothing is taken.</summary>
    /// <exception cref="ModelException">
    /// A kernel is missing or rejects its node; the arena is too small even without memory that only makes kernels faster (the error has
    /// the exact need); or it is the second call.
    /// </exception>
    public void AllocateTensors()
    {
        if (_main != null)
        {
            throw Errors.Of(ErrorCode.AlreadyAllocated, 0, 1);
        }

        GraphLoader loader = new GraphLoader(Model, _resolver, _arena.Plan, PreserveAllTensors, _arena.ByteBudget, null, null);
        _graph = _arena.Join(loader);
        _graph.SetProfiler(_profiler);
        _main = _graph.Main;

        // The caller may still use the resolver; the interpreter no longer needs it.
        _resolver = null;
        Reset();
    }

    /// <summary>Runs the main subgraph once. Allocates nothing.</summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.NotAllocated"/>, or an error of run-time data such as <see cref="ErrorCode.IndexOutOfRange"/>.
    /// </exception>
    public void Invoke()
    {
        RequireAllocated();
        IsRunComplete = false;
        IsRunComplete = _main.Invoke();
    }

    /// <summary>Resets variables and kernels' state, as if the model had just been loaded.</summary>
    public void Reset()
    {
        RequireAllocated();
        _graph.Reset();
    }

    /// <summary>Input <paramref name="index"/> of the main subgraph.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.NoSuchTensor"/>, <see cref="ErrorCode.NotAllocated"/>.</exception>
    public Tensor Input(int index)
    {
        RequireAllocated();
        RequireIndex(index, _main.InputCount);
        return _main.Input(index);
    }

    /// <summary>Output <paramref name="index"/> of the main subgraph.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.NoSuchTensor"/>, <see cref="ErrorCode.NotAllocated"/>.</exception>
    public Tensor Output(int index)
    {
        RequireAllocated();
        RequireIndex(index, _main.OutputCount);
        return _main.Output(index);
    }

    /// <summary>The input with a name in any signature, or else with that tensor name.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.NoSuchTensor"/>, <see cref="ErrorCode.NotAllocated"/>.</exception>
    public Tensor Input(string name)
    {
        return Input(null, name);
    }

    /// <summary>The output with a name in any signature, or else with that tensor name.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.NoSuchTensor"/>, <see cref="ErrorCode.NotAllocated"/>.</exception>
    public Tensor Output(string name)
    {
        return Output(null, name);
    }

    /// <summary>
    /// The input with a name in the signature with this key. If the key is null: in any signature of the main subgraph, or else the
    /// tensor's name.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.NoSuchTensor"/>, <see cref="ErrorCode.NotAllocated"/>.</exception>
    public Tensor Input(string signatureKey, string name)
    {
        return Find(signatureKey, name, false);
    }

    /// <summary>
    /// The output with a name in the signature with this key. If the key is null: in any signature of the main subgraph, or else the
    /// tensor's name.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.NoSuchTensor"/>, <see cref="ErrorCode.NotAllocated"/>.</exception>
    public Tensor Output(string signatureKey, string name)
    {
        return Find(signatureKey, name, true);
    }

    /// <summary>
    /// Subgraph <paramref name="index"/>, for tools; null if the main subgraph never calls it, directly or through others.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.NotAllocated"/>.</exception>
    public Subgraph Subgraph(int index)
    {
        RequireAllocated();
        return _graph.Subgraph(index);
    }

    private Tensor Find(string signatureKey, string name, bool output)
    {
        RequireAllocated();
        if (name == null)
        {
            throw Errors.Of(ErrorCode.ArgumentInvalid, 1, 0);
        }

        int tensor = TensorNames.FindInSignatures(Model, _main.Index, signatureKey, name, output);
        if (tensor < 0 && signatureKey == null)
        {
            tensor = TensorNames.FindInGraph(Model, _main.Index, name, output);
        }

        if (tensor < 0)
        {
            throw Errors.Of(ErrorCode.NoSuchTensor, output ? _main.OutputCount : _main.InputCount, -1);
        }

        return _main.Tensor(tensor);
    }

    private void RequireAllocated()
    {
        if (_main == null)
        {
            throw Errors.Of(ErrorCode.NotAllocated, 0, 0);
        }
    }

    private static void RequireIndex(int index, int count)
    {
        if (index < 0 || index >= count)
        {
            throw Errors.Of(ErrorCode.NoSuchTensor, count, index);
        }
    }
}

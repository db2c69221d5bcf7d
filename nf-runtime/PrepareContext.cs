// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// What a kernel can ask for in <see cref="Kernel.Prepare"/>: its tensors, its options, memory, and checks that fail with an error that
/// names the node. All nodes share one context, one after the other, so a kernel must not store it.
/// </summary>
public sealed partial class PrepareContext
{
    private readonly ModelView _model;
    private readonly Subgraph[] _subgraphs;
    private readonly OptionsView _options;
    private readonly ScratchPlan _scratch;
    private readonly int[] _persistentCounts = new int[ArenaRegion.Count];
    private readonly ArrayList _shared = new ArrayList();
    private readonly ArrayList _materialized = new ArrayList();
    private readonly int _byteBudget;
    private readonly long _byteLimit;
    private readonly SubgraphView _view;
    private Subgraph _subgraph;
    private int[] _freeScratch;
    private long _spareScratchBytes;
    private bool[] _written;

    internal PrepareContext(
        ModelView model, Subgraph[] subgraphs, ResourceTable resources, KernelMemory memory, ScratchPlan scratch, int byteBudget)
    {
        // Up to this limit memory is allocated even beyond the budget, so that the error at the end can state the exact need. Kernels
        // have tables and repacked constants. More than a multiple of the model's size can only come from wrong or hostile shapes.
        long plausible = 65536 + 16L * model.Reader.Data.Length;
        _byteBudget = byteBudget;
        _byteLimit = byteBudget > plausible ? byteBudget : plausible;
        _model = model;
        _subgraphs = subgraphs;
        _scratch = scratch;
        _overlaps = new BufferOverlaps[subgraphs.Length];
        _options = new OptionsView(model.Reader);
        Memory = memory;
        _view = new SubgraphView(model.Reader);
        Resources = resources;
        Operator = new OperatorView(model.Reader);
        OperatorCode = new OperatorCodeView(model.Reader);
    }

    /// <summary>The memory of the interpreter's kernels, for objects that help a kernel. Kernels have it as a property.</summary>
    public KernelMemory Memory { get; }

    /// <summary>Index of the node's subgraph.</summary>
    public int SubgraphIndex => _subgraph.Index;

    /// <summary>Index of the node in its subgraph.</summary>
    public int Node { get; private set; }

    /// <summary>The view of the node in the model.</summary>
    public OperatorView Operator { get; }

    /// <summary>The node's operator code.</summary>
    public OperatorCodeView OperatorCode { get; }

    /// <summary>The interpreter's resource variables.</summary>
    public ResourceTable Resources { get; }

    /// <summary>Bytes of persistent memory, and of arrays of their own, that kernels have requested so far.</summary>
    public long KernelBytes { get; private set; }

    /// <summary>Bytes of arrays that kernels own, outside persistent memory.</summary>
    internal long OwnBytes { get; private set; }

    /// <summary>Number of elements of persistent memory in each region.</summary>
    internal int[] PersistentCounts => _persistentCounts;

    /// <summary>Number of inputs of the node, absent ones included.</summary>
    public int InputCount => Operator.InputCount;

    /// <summary>Number of outputs of the node.</summary>
    public int OutputCount => Operator.OutputCount;

    /// <summary>Whether input <paramref name="index"/> exists and is not absent.</summary>
    public bool HasInput(int index)
    {
        return index < Operator.InputCount && Operator.Input(index) != OperatorView.Absent;
    }

    /// <summary>
    /// An input that Eval reads through its typed array. A constant is copied into persistent memory for that, and counted as the
    /// kernel's.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.InputMissing"/>, <see cref="ErrorCode.TensorTypeUnsupported"/>.</exception>
    public Tensor Input(int index)
    {
        Tensor tensor = RawInput(index);
        Materialize(tensor);
        return tensor;
    }

    /// <summary>Like <see cref="Input"/>, but null if the input is absent.</summary>
    public Tensor OptionalInput(int index)
    {
        return HasInput(index) ? Input(index) : null;
    }

    /// <summary>An input as it is: a constant stays in the model's bytes.</summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.InputMissing"/>; <see cref="ErrorCode.TensorUsedBeforeProduced"/>: no node writes the input of a custom
    /// operator.
    /// </exception>
    public Tensor RawInput(int index)
    {
        Tensor tensor = AnyInput(index);
        if (!IsWritten(Operator.Input(index)))
        {
            throw Error(ErrorCode.TensorUsedBeforeProduced, tensor, 1, 0);
        }

        return tensor;
    }

    /// <summary>
    /// An input that no node writes: memory that the model lays out for a custom operator, as models for accelerators do. Its contents are
    /// undefined at the start of Eval.
    /// </summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.InputMissing"/>, <see cref="ErrorCode.TensorTypeUnsupported"/>; <see cref="ErrorCode.TensorProducedTwice"/>:
    /// the input is a constant or a variable, or another node writes it.
    /// </exception>
    public Tensor ScratchInput(int index)
    {
        Tensor tensor = AnyInput(index);
        RequireRunnable(tensor);
        if (IsWritten(Operator.Input(index)))
        {
            throw Error(ErrorCode.TensorProducedTwice, tensor, 1, 2);
        }

        return tensor;
    }

    /// <summary>
    /// A constant input that Prepare reads through <see cref="Tensor.GetInt32"/> and Eval does not need.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.InputMissing"/>, <see cref="ErrorCode.ConstantRequired"/>.</exception>
    public Tensor ConstantInput(int index)
    {
        Tensor tensor = RawInput(index);
        if (!tensor.IsConstant)
        {
            throw Error(ErrorCode.ConstantRequired, tensor, index, 0);
        }

        return tensor;
    }

    /// <summary>An input that is a variable tensor: state that the node reads and writes.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.InputMissing"/>, <see cref="ErrorCode.VariableRequired"/>.</exception>
    public Tensor VariableInput(int index)
    {
        Tensor tensor = RawInput(index);
        if (!tensor.IsVariable)
        {
            throw Error(ErrorCode.VariableRequired, tensor, index, 0);
        }

        return tensor;
    }

    /// <summary>An output of the node.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.OutputCountMismatch"/>,
    /// <see cref="ErrorCode.TensorTypeUnsupported"/>.</exception>
    public Tensor Output(int index)
    {
        if (index >= Operator.OutputCount)
        {
            throw Error(ErrorCode.OutputCountMismatch, null, index + 1, Operator.OutputCount);
        }

        Tensor tensor = _subgraph.Tensor(Operator.Output(index));
        RequireRunnable(tensor);
        return tensor;
    }

    /// <summary>An intermediate tensor, which has quantisation but no data; null if it is absent.</summary>
    public Tensor Intermediate(int index)
    {
        if (index >= Operator.IntermediateCount || Operator.Intermediate(index) == OperatorView.Absent)
        {
            return null;
        }

        return _subgraph.Tensor(Operator.Intermediate(index));
    }

    /// <summary>
    /// The node's options. Without an options table they read as all defaults, as the format defines. Options of another operator are an
    /// error.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.OptionsMissing"/>: the options belong to another operator.</exception>
    public OptionsView Options(BuiltinOptionsType expected)
    {
        BuiltinOptionsType found = Operator.OptionsType;
        if (found != expected && found != BuiltinOptionsType.None)
        {
            throw Error(ErrorCode.OptionsMissing, null, (int)expected, (int)found);
        }

        _options.MoveTo(Operator.Options);
        return _options;
    }

    /// <summary>A subgraph that the node calls, by its index in the model. See <see cref="SubgraphCalls"/>.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.SubgraphIndexOutOfRange"/>: no node calls such a subgraph.</exception>
    public Subgraph CalledSubgraph(int index)
    {
        if (index < 0 || index >= _subgraphs.Length || _subgraphs[index] == null)
        {
            throw Error(ErrorCode.SubgraphIndexOutOfRange, null, _subgraphs.Length, index);
        }

        return _subgraphs[index];
    }

    /// <summary>
    /// Gives a resource variable memory for values of the type and size of <paramref name="value"/>, unless it has some.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.TensorTypeUnsupported"/>.</exception>
    public void Reserve(ResourceVariable variable, Tensor value)
    {
        if (!variable.IsReserved)
        {
            variable.Reserve(Memory, Persistent(value.Type, value.ElementCount), value);
        }
    }

    /// <summary>
    /// Requests memory that belongs to the kernel for as long as the model is loaded: <paramref name="count"/> elements in the array of a
    /// type in
    /// <see cref="Kernel.Memory"/>, initially zero. Read that array after the last request, because a request may replace it by a longer
    /// one.
    /// </summary>
    /// <param name="type">The element type; it selects the array.</param>
    /// <param name="count">Number of elements.</param>
    /// <returns>Index of the first element.</returns>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.TensorTypeUnsupported"/>; <see cref="ErrorCode.ArenaTooSmall"/>: far more than the model's size and the budget
    /// explain; <see cref="ErrorCode.PlanOverflow"/>: the count is negative or too large.
    /// </exception>
    public int Persistent(TensorType type, int count)
    {
        int region = RequireRegion(type);
        Charge(count, ArenaRegion.ElementSize(region));
        return AddPersistent(region, count);
    }

    /// <summary>
    /// Requests memory that the node uses only while it runs and that other nodes share: <paramref name="count"/> elements in the array
    /// of a type in <see cref="KernelMemory.Scratch"/>. Its contents are undefined at the start of Eval. Nodes that call subgraphs cannot
    /// use it.
    /// </summary>
    /// <param name="type">The element type; it selects the array.</param>
    /// <param name="count">Number of elements.</param>
    /// <returns>Index of the first element.</returns>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.TensorTypeUnsupported"/>; <see cref="ErrorCode.PlanOverflow"/>: the count is negative or too large.
    /// </exception>
    public int Scratch(TensorType type, int count)
    {
        int region = RequireRegion(type);
        RequireCount(count);
        long end = (long)_scratch.CountOf(SubgraphIndex, Node, region) + count;
        if (end > int.MaxValue)
        {
            throw Error(ErrorCode.PlanOverflow, null, int.MaxValue, end);
        }

        return _scratch.Add(SubgraphIndex, Node, region, count);
    }

    /// <summary>
    /// For <see cref="Kernel.PrepareFaster"/>: whether the budget has room for this many 64-bit and 32-bit elements of scratch, in
    /// addition to what the node has requested already.
    /// </summary>
    public bool HasScratchRoom(int count64, int count32)
    {
        long bytes = 0;
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            long count = _scratch.CountOf(SubgraphIndex, Node, r)
                + (r == ArenaRegion.Int64 ? count64 : r == ArenaRegion.Int32 ? count32 : 0L);
            count = count > _scratch.Counts[r] ? count : _scratch.Counts[r];
            bytes += count > _freeScratch[r] ? (count - _freeScratch[r]) * ArenaRegion.ElementSize(r) : 0;
        }

        return bytes <= _spareScratchBytes;
    }

    /// <summary>
    /// Shares an object between nodes: returns the shared object that equals <paramref name="value"/>, or, if there is none, the value
    /// itself,
    /// which is shared from now on.
    /// </summary>
    public object Share(object value)
    {
        for (int i = 0; i < _shared.Count; i++)
        {
            if (_shared[i].Equals(value))
            {
                return _shared[i];
            }
        }

        _shared.Add(value);
        return value;
    }

    /// <summary>
    /// Allocates a byte array for a kernel, counted against the arena's budget: for weights that cannot be read in the model.
    /// </summary>
    public byte[] NewBytes(int count)
    {
        ChargeOwn(count);
        return new byte[count];
    }

    /// <summary>
    /// Counts the memory of an object that the kernel is about to create against the arena's budget.
    /// </summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.ArenaTooSmall"/>; <see cref="ErrorCode.PlanOverflow"/>: more than 2 GB, or a negative number.
    /// </exception>
    public void Charge(long bytes)
    {
        ChargeOwn(bytes > int.MaxValue ? -1 : (int)bytes);
    }

    /// <summary>Adds elements of persistent memory without counting them against the budget; returns the index of the first.</summary>
    internal int AddPersistent(int region, int count)
    {
        int first = _persistentCounts[region];
        long end = (long)first + count;
        if (end > int.MaxValue)
        {
            throw Error(ErrorCode.PlanOverflow, null, int.MaxValue, end);
        }

        if (end > Memory.Length(region))
        {
            // Half as much again, so that many small requests do not copy everything each time. FitPersistent cuts off the excess.
            long length = end + end / 2;
            Memory.Resize(region, first, length > int.MaxValue ? (int)end : (int)length);
            FollowPersistent();
        }

        _persistentCounts[region] = (int)end;
        return first;
    }

    /// <summary>Points constants in persistent memory at its arrays after these have been replaced.</summary>
    internal void FollowPersistent()
    {
        for (int i = 0; i < _materialized.Count; i++)
        {
            ((Tensor)_materialized[i]).Follow(Memory);
        }
    }

    /// <summary>
    /// Reserves a variable's place in persistent memory; FitPersistent allocates it. No kernel may request persistent memory after that.
    /// </summary>
    internal int AddVariable(Tensor variable, int region)
    {
        int first = _persistentCounts[region];
        long end = (long)first + variable.ElementCount;
        if (end > int.MaxValue)
        {
            throw Error(ErrorCode.PlanOverflow, variable, int.MaxValue, end);
        }

        _persistentCounts[region] = (int)end;
        return first;
    }

    /// <summary>Allows nodes to request scratch that only makes them faster.</summary>
    /// <param name="plans">The plans of all subgraphs.</param>
    /// <param name="free">Number of elements of scratch in each region that cost nothing, because the arena has them anyway.</param>
    /// <param name="spareBytes">Number of bytes that scratch may take in addition.</param>
    internal void OfferScratch(SubgraphPlan[] plans, int[] free, long spareBytes)
    {
        _plans = plans;
        _freeScratch = free;
        _spareScratchBytes = spareBytes;
    }

    /// <summary>Points the context at a node.</summary>
    internal void MoveTo(Subgraph subgraph, SubgraphView view, int node)
    {
        _written = subgraph == _subgraph ? _written : null;
        _subgraph = subgraph;
        Node = node;
        view.Operator(node, Operator);
        _model.OperatorCode(Operator.OpcodeIndex, OperatorCode);
    }

    /// <summary>Points the context at a subgraph as a whole.</summary>
    internal void MoveTo(Subgraph subgraph)
    {
        _written = null;
        _subgraph = subgraph;
        Node = ModelException.Nowhere;
    }

    /// <summary>Requires a type that the arena can hold.</summary>
    internal void RequireRunnable(Tensor tensor)
    {
        if (ArenaRegion.OfType(tensor.Type) == ArenaRegion.None)
        {
            throw Error(ErrorCode.TensorTypeUnsupported, tensor, 0, (int)tensor.Type);
        }
    }

    /// <summary>Gives a constant elements in persistent memory. Requires of any other tensor a type that the arena can hold.</summary>
    internal void Materialize(Tensor tensor)
    {
        if (!tensor.IsConstant || tensor.Type != TensorType.Int4)
        {
            RequireRunnable(tensor);
        }

        if (tensor.IsConstant && tensor.Data == null)
        {
            int region = tensor.MaterialRegion;
            Charge(tensor.ElementCount, ArenaRegion.ElementSize(region));
            tensor.Materialize(Memory, AddPersistent(region, tensor.ElementCount));
            _materialized.Add(tensor);
        }
    }

    private int RequireRegion(TensorType type)
    {
        int region = ArenaRegion.OfType(type);
        if (region == ArenaRegion.None)
        {
            throw Error(ErrorCode.TensorTypeUnsupported, null, 0, (int)type);
        }

        return region;
    }

    private void ChargeOwn(int count)
    {
        Charge(count, 1);
        OwnBytes += count;
    }

    private Tensor AnyInput(int index)
    {
        if (!HasInput(index))
        {
            throw Error(ErrorCode.InputMissing, null, index, Operator.InputCount);
        }

        return _subgraph.Tensor(Operator.Input(index));
    }

    /// <summary>Whether any node writes a tensor. The verifier allows inputs that no node writes only for custom operators.</summary>
    private bool IsWritten(int tensor)
    {
        if (OperatorCode.BuiltinCode != BuiltinOperator.Custom)
        {
            return true;
        }

        if (_written == null)
        {
            _model.Subgraph(_subgraph.Index, _view);
            _written = WrittenTensors.Of(_model, _view);
        }

        return _written[tensor];
    }

    /// <summary>Counts an array before it is allocated.</summary>
    private void Charge(int count, int elementSize)
    {
        RequireCount(count);
        KernelBytes += (long)count * elementSize;
        if (KernelBytes > _byteLimit)
        {
            throw Error(ErrorCode.ArenaTooSmall, null, KernelBytes, _byteBudget);
        }
    }

    /// <summary>Requires a count that is not negative: an overflowed product often is.</summary>
    private void RequireCount(int count)
    {
        if (count < 0)
        {
            throw Error(ErrorCode.PlanOverflow, null, int.MaxValue, count);
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// What a kernel may ask in <see cref="Kernel.Prepare"/>: its tensors, its options, memory, and checks that fail with an error naming
/// the node. One context serves all nodes in turn, so a kernel must not keep it.
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
        // Up to here arrays are made even beyond the budget, so that the error at the end can state the exact need. Kernels keep tables
        // and repacked constants: what exceeds a multiple of the model comes of shapes that are wrong or hostile.
        long plausible = 65536 + 16L * model.Reader.Data.Length;
        _byteBudget = byteBudget;
        _byteLimit = byteBudget > plausible ? byteBudget : plausible;
        _model = model;
        _subgraphs = subgraphs;
        _scratch = scratch;
        _options = new OptionsView(model.Reader);
        Memory = memory;
        _view = new SubgraphView(model.Reader);
        Resources = resources;
        Operator = new OperatorView(model.Reader);
        OperatorCode = new OperatorCodeView(model.Reader);
    }

    /// <summary>The memory of the interpreter's kernels, for objects that help a kernel; kernels have it themselves.</summary>
    public KernelMemory Memory { get; }

    /// <summary>Index of the node's subgraph.</summary>
    public int SubgraphIndex => _subgraph.Index;

    /// <summary>Index of the node in its subgraph.</summary>
    public int Node { get; private set; }

    /// <summary>The node in the model.</summary>
    public OperatorView Operator { get; }

    /// <summary>The node's operator code.</summary>
    public OperatorCodeView OperatorCode { get; }

    /// <summary>The interpreter's resource variables.</summary>
    public ResourceTable Resources { get; }

    /// <summary>Bytes of persistent memory that kernels have asked for so far, and of arrays of their own.</summary>
    public long KernelBytes { get; private set; }

    /// <summary>Bytes of arrays that kernels own outside the memory of the arena.</summary>
    internal long OwnBytes { get; private set; }

    /// <summary>Elements of persistent memory in each region.</summary>
    internal int[] PersistentCounts => _persistentCounts;

    /// <summary>Number of inputs in the node, absent ones included.</summary>
    public int InputCount => Operator.InputCount;

    /// <summary>Number of outputs.</summary>
    public int OutputCount => Operator.OutputCount;

    /// <summary>Whether input <paramref name="index"/> exists and is not left out.</summary>
    public bool HasInput(int index)
    {
        return index < Operator.InputCount && Operator.Input(index) != OperatorView.Absent;
    }

    /// <summary>
    /// An input that Eval will read through its typed array. A constant gets such an array here, its bytes counted as the kernel's.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.InputMissing"/>, <see cref="ErrorCode.TensorTypeUnsupported"/>.</exception>
    public Tensor Input(int index)
    {
        Tensor tensor = RawInput(index);
        Materialize(tensor);
        return tensor;
    }

    /// <summary>As <see cref="Input"/>, but null where the input is left out.</summary>
    public Tensor OptionalInput(int index)
    {
        return HasInput(index) ? Input(index) : null;
    }

    /// <summary>An input as it is: a constant keeps to the model's bytes.</summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.InputMissing"/>; <see cref="ErrorCode.TensorUsedBeforeProduced"/>: nothing writes the input of a custom operator.
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
    /// An input that nothing writes: memory that the model lays out for a custom operator, as operators of accelerators have it. Its contents
    /// are undefined at the beginning of Eval.
    /// </summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.InputMissing"/>, <see cref="ErrorCode.TensorTypeUnsupported"/>; <see cref="ErrorCode.TensorProducedTwice"/>: the
    /// input is a constant, a variable, or another's to write.
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
    /// A constant input that Prepare reads through <see cref="Tensor.GetInt32"/> and Eval does not need any more.
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

    /// <summary>A variable tensor among the inputs: state that the node reads and writes.</summary>
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

    /// <summary>An output.</summary>
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

    /// <summary>An intermediate tensor, which carries quantisation but no data; null where it is left out.</summary>
    public Tensor Intermediate(int index)
    {
        if (index >= Operator.IntermediateCount || Operator.Intermediate(index) == OperatorView.Absent)
        {
            return null;
        }

        return _subgraph.Tensor(Operator.Intermediate(index));
    }

    /// <summary>
    /// The node's options. A node without any reads as all defaults, which the format means by it; another operator's options are an error.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.OptionsMissing"/>.</exception>
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

    /// <summary>A subgraph that the node calls, by its index in the model. Only IF, WHILE and CALL_ONCE call any.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.SubgraphIndexOutOfRange"/>.</exception>
    public Subgraph CalledSubgraph(int index)
    {
        if (index < 0 || index >= _subgraphs.Length || _subgraphs[index] == null)
        {
            throw Error(ErrorCode.SubgraphIndexOutOfRange, null, _subgraphs.Length, index);
        }

        return _subgraphs[index];
    }

    /// <summary>Gives a resource variable memory for values like <paramref name="value"/>, unless another node has done so.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.TensorTypeUnsupported"/>.</exception>
    public void Reserve(ResourceVariable variable, Tensor value)
    {
        if (!variable.IsReserved)
        {
            variable.Reserve(Memory, Persistent(value.Type, value.ElementCount), value);
        }
    }

    /// <summary>
    /// Memory that is the kernel's own as long as the model is loaded, zero at first: <paramref name="count"/> elements of the array of a type
    /// in <see cref="Kernel.Memory"/>. Fetch that array behind the last request, since a request may replace it by a longer one.
    /// </summary>
    /// <param name="type">Element type; decides the array.</param>
    /// <param name="count">Number of elements.</param>
    /// <returns>Index of the first element.</returns>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.TensorTypeUnsupported"/>; <see cref="ErrorCode.ArenaTooSmall"/>: out of all proportion to model and budget;
    /// <see cref="ErrorCode.PlanOverflow"/>: the count is negative.
    /// </exception>
    public int Persistent(TensorType type, int count)
    {
        int region = RequireRegion(type);
        Charge(count, ArenaRegion.ElementSize(region));
        return AddPersistent(region, count);
    }

    /// <summary>
    /// Memory that is the node's only while it runs, shared with other nodes otherwise: <paramref name="count"/> elements of the array of a
    /// type in <see cref="KernelMemory.Scratch"/>. Its contents are undefined at the beginning of Eval. Not for nodes that call subgraphs.
    /// </summary>
    /// <param name="type">Element type; decides the array.</param>
    /// <param name="count">Number of elements.</param>
    /// <returns>Index of the first element.</returns>
    /// <exception cref="ModelException"><see cref="ErrorCode.TensorTypeUnsupported"/>; <see cref="ErrorCode.PlanOverflow"/>: the count is negative, or too large.</exception>
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
    /// In <see cref="Kernel.PrepareFaster"/>, whether the budget has room for so many 64-bit and 32-bit elements of scratch beside what the node has
    /// asked for already.
    /// </summary>
    public bool HasScratchRoom(int count64, int count32)
    {
        long bytes = 0;
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            long count = _scratch.CountOf(SubgraphIndex, Node, r) + (r == ArenaRegion.Int64 ? count64 : r == ArenaRegion.Int32 ? count32 : 0L);
            count = count > _scratch.Counts[r] ? count : _scratch.Counts[r];
            bytes += count > _freeScratch[r] ? (count - _freeScratch[r]) * ArenaRegion.ElementSize(r) : 0;
        }

        return bytes <= _spareScratchBytes;
    }

    /// <summary>
    /// An object that several nodes use: the one among those shared before that equals <paramref name="value"/>, or else the value itself, from
    /// now on shared.
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

    /// <summary>An array of bytes that the kernel keeps, counted against the arena's budget: for weights beside those that are read in the model.</summary>
    public byte[] NewBytes(int count)
    {
        ChargeOwn(count);
        return new byte[count];
    }

    /// <summary>
    /// Counts memory that an object of the kernel's own will take, before it is made, against the arena's budget.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.ArenaTooSmall"/>; <see cref="ErrorCode.PlanOverflow"/>: more than two gigabytes, or less than none.</exception>
    public void Charge(long bytes)
    {
        ChargeOwn(bytes > int.MaxValue ? -1 : (int)bytes);
    }

    /// <summary>Elements of persistent memory that no kernel is charged for.</summary>
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
            // Half as much again, so that many small requests do not copy everything each time; what is too much is cut off at the end.
            long length = end + end / 2;
            Memory.Resize(region, first, length > int.MaxValue ? (int)end : (int)length);
            FollowPersistent();
        }

        _persistentCounts[region] = (int)end;
        return first;
    }

    /// <summary>Seats constants that lie in persistent memory on its arrays, which have been replaced.</summary>
    internal void FollowPersistent()
    {
        for (int i = 0; i < _materialized.Count; i++)
        {
            ((Tensor)_materialized[i]).Follow(Memory);
        }
    }

    /// <summary>Places a variable in persistent memory that is made when the arena has room for it. No kernel may ask for more after that.</summary>
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

    /// <summary>Lets nodes ask for scratch that only makes them faster.</summary>
    /// <param name="free">Elements of scratch in each region that cost nothing, since the arena has them anyway.</param>
    /// <param name="spareBytes">Bytes that scratch may take beyond.</param>
    internal void OfferScratch(int[] free, long spareBytes)
    {
        _freeScratch = free;
        _spareScratchBytes = spareBytes;
    }

    /// <summary>Seats the context on a node.</summary>
    internal void MoveTo(Subgraph subgraph, SubgraphView view, int node)
    {
        _written = subgraph == _subgraph ? _written : null;
        _subgraph = subgraph;
        Node = node;
        view.Operator(node, Operator);
        _model.OperatorCode(Operator.OpcodeIndex, OperatorCode);
    }

    /// <summary>Seats the context on a subgraph as a whole.</summary>
    internal void MoveTo(Subgraph subgraph)
    {
        _written = null;
        _subgraph = subgraph;
        Node = ModelException.Nowhere;
    }

    /// <summary>The tensor's type must be one that memory can be had for.</summary>
    internal void RequireRunnable(Tensor tensor)
    {
        if (ArenaRegion.OfType(tensor.Type) == ArenaRegion.None)
        {
            throw Error(ErrorCode.TensorTypeUnsupported, tensor, 0, (int)tensor.Type);
        }
    }

    /// <summary>Gives a constant a typed array, and proves of any other tensor that it will have one.</summary>
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

    /// <summary>Only custom operators get past the verifier with an input that nothing writes.</summary>
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

    /// <summary>Counts an array before it is made.</summary>
    private void Charge(int count, int elementSize)
    {
        RequireCount(count);
        KernelBytes += (long)count * elementSize;
        if (KernelBytes > _byteLimit)
        {
            throw Error(ErrorCode.ArenaTooSmall, null, KernelBytes, _byteBudget);
        }
    }

    /// <summary>A product that has overflowed is negative, as far as it can be told.</summary>
    private void RequireCount(int count)
    {
        if (count < 0)
        {
            throw Error(ErrorCode.PlanOverflow, null, int.MaxValue, count);
        }
    }
}

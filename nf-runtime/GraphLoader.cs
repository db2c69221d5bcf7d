// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// Loads a model: prepares the kernels and plans the memory of all subgraphs that the main one reaches. It does not touch the arena, so a
/// failure leaves nothing behind. <see cref="TensorArena.Join"/> asks it how much memory it needs, offers it what is left over, and gives
/// it memory. Everything that only loading needs is in this object and becomes garbage with it.
/// </summary>
internal sealed class GraphLoader
{
    private readonly ModelView _model;
    private readonly bool _preserveAll;
    private readonly Subgraph[] _subgraphs;
    private readonly SubgraphPlan[] _plans;
    private readonly int[][] _bases;
    private readonly ResourceTable _resources;
    private readonly CallTree _calls;
    private readonly KernelMemory _memory;
    private readonly PrepareContext _context;

    /// <summary>Prepares all nodes and plans all memory.</summary>
    /// <param name="model">The verified model.</param>
    /// <param name="resolver">The kernels.</param>
    /// <param name="plan">The arrays in which activations and scratch will lie.</param>
    /// <param name="preserveAll">Whether no two tensors may share memory.</param>
    /// <param name="byteBudget">The arena's budget. A kernel that requests far more than the model's size explains is refused at
    /// once.</param>
    /// <param name="nodeErrors">
    /// Null, or a list that receives the error of each node. With a list, an error does not stop the loading, but there are no plans if
    /// there was any.
    /// </param>
    /// <param name="nodeBytes">
    /// Null, or a list that receives the bytes that kernels have requested up to each node, in the order of loading.
    /// </param>
    internal GraphLoader(
        ModelView model, OpResolver resolver, ArenaArrays plan, bool preserveAll, int byteBudget,
        ArrayList nodeErrors, ArrayList nodeBytes)
    {
        _model = model;
        _preserveAll = preserveAll;
        _subgraphs = new Subgraph[model.SubgraphCount];
        _plans = new SubgraphPlan[model.SubgraphCount];
        _bases = new int[model.SubgraphCount][];
        _resources = new ResourceTable(model.Reader);
        _calls = new CallTree(model);
        _memory = new KernelMemory(plan);
        Scratch = new ScratchPlan();
        ShapeTable shapes = new ShapeTable();
        for (int i = 0; i < _calls.Count; i++)
        {
            int index = _calls.Subgraph(i);
            _subgraphs[index] = new Subgraph(model, index, shapes);
            _bases[index] = new int[ArenaRegion.Count];
        }

        _context = new PrepareContext(model, _subgraphs, _resources, _memory, Scratch, byteBudget);
        for (int i = 0; i < _calls.Count; i++)
        {
            Prepare(Reached(i), resolver, nodeErrors, nodeBytes);
        }

        if (nodeErrors != null && nodeErrors.Count != 0)
        {
            return;
        }

        for (int i = 0; i < _calls.Count; i++)
        {
            Reached(i).Link();
        }

        for (int i = 0; i < _calls.Count; i++)
        {
            RequireEnds(Reached(i));
        }

        Variables = new Tensor[model.SubgraphCount][];
        for (int i = 0; i < _calls.Count; i++)
        {
            PlaceVariables(Reached(i));
        }

        Plan(false);
    }

    /// <summary>Number of elements of persistent memory in each region.</summary>
    internal int[] PersistentCounts => _context.PersistentCounts;

    /// <summary>Number of bytes of persistent memory, including arrays that kernels own.</summary>
    internal long PersistentBytes => ArenaRegion.ByteCount(PersistentCounts) + _context.OwnBytes;

    /// <summary>Number of bytes of variable tensors, a part of <see cref="PersistentBytes"/>.</summary>
    internal long VariableBytes { get; private set; }

    /// <summary>Number of bytes that kernels requested, the other part of <see cref="PersistentBytes"/>.</summary>
    internal long KernelBytes => _context.KernelBytes;

    /// <summary>The scratch of all nodes.</summary>
    internal ScratchPlan Scratch { get; }

    /// <summary>Number of bytes of scratch, activations and called subgraphs.</summary>
    internal long PlanBytes
    {
        get
        {
            long bytes = 0;
            for (int r = 0; r < ArenaRegion.Count; r++)
            {
                bytes += PlanCount(r) * ArenaRegion.ElementSize(r);
            }

            return bytes;
        }
    }

    private Tensor[][] Variables { get; }

    /// <summary>Number of elements of scratch, activations and called subgraphs in a region.</summary>
    internal long PlanCount(int region)
    {
        return (long)Scratch.Counts[region] + _plans[0].RegionCounts[region];
    }

    /// <summary>The plan of a subgraph's tensors, or null if the main subgraph does not reach it.</summary>
    internal SubgraphPlan PlanOf(int subgraph)
    {
        return _plans[subgraph];
    }

    /// <summary>Plans the memory of all subgraphs.</summary>
    /// <param name="mayBeSlow">Whether to use overlaps that keep kernels from being fast. They save memory.</param>
    internal void Plan(bool mayBeSlow)
    {
        for (int i = 0; i < _calls.Count; i++)
        {
            Array.Clear(_bases[Reached(i).Index], 0, ArenaRegion.Count);
        }

        for (int i = 0; i < _calls.Count; i++)
        {
            Plan(Reached(i).Index, mayBeSlow);
        }
    }

    /// <summary>The tensors of a subgraph that may overlap.</summary>
    internal BufferOverlaps OverlapsOf(int subgraph)
    {
        return _context.OverlapsOf(subgraph);
    }

    /// <summary>Lets kernels request scratch that only makes them faster.</summary>
    /// <param name="arenaLengths">Number of elements that the arena has in each region, whether this model uses them or not.</param>
    /// <param name="spareBytes">Number of bytes by which the plan may grow beyond these elements and beyond its need.</param>
    internal void PrepareFaster(int[] arenaLengths, long spareBytes)
    {
        int[] free = new int[ArenaRegion.Count];
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            int idle = arenaLengths[r] - _plans[0].RegionCounts[r];
            free[r] = idle > Scratch.Counts[r] ? idle : Scratch.Counts[r];
        }

        _context.OfferScratch(_plans, free, spareBytes);
        SubgraphView view = new SubgraphView(_model.Reader);
        for (int i = 0; i < _calls.Count; i++)
        {
            Subgraph subgraph = Reached(i);
            _model.Subgraph(subgraph.Index, view);
            for (int n = 0; n < subgraph.NodeCount; n++)
            {
                _context.MoveTo(subgraph, view, n);
                subgraph.Kernel(n).PrepareFaster(_context);
            }
        }
    }

    /// <summary>Gives persistent memory its final size: less than was allocated in advance, or more if there are variables.</summary>
    internal void FitPersistent()
    {
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            int count = PersistentCounts[r];
            int there = _memory.Length(r);
            _memory.Resize(r, there < count ? there : count, count);
        }

        _context.FollowPersistent();
    }

    /// <summary>Points all tensors at the arena's arrays, and drops what only loading needed.</summary>
    internal LoadedGraph Finish()
    {
        for (int i = 0; i < _calls.Count; i++)
        {
            Subgraph subgraph = Reached(i);
            Tensor[] variables = Variables[subgraph.Index];
            for (int v = 0; variables != null && v < variables.Length; v++)
            {
                variables[v].Follow(_memory);
            }

            subgraph.ForgetLoading(variables, BindTensors(subgraph), _preserveAll);
        }

        return new LoadedGraph(_subgraphs, _resources, _model.Reader.Data.Length, PersistentBytes, PlanBytes);
    }

    private Subgraph Reached(int index)
    {
        return _subgraphs[_calls.Subgraph(index)];
    }

    private void Prepare(Subgraph subgraph, OpResolver resolver, ArrayList nodeErrors, ArrayList nodeBytes)
    {
        SubgraphView view = new SubgraphView(_model.Reader);
        TensorView tensor = new TensorView(_model.Reader);
        _model.Subgraph(subgraph.Index, view);
        for (int n = 0; n < subgraph.NodeCount; n++)
        {
            _context.MoveTo(subgraph, view, n);
            try
            {
                ErrorCode error;
                OpRegistration registration = resolver.Find(_context.OperatorCode, _context.Operator, view, tensor, out error);
                if (registration == null)
                {
                    throw KernelError(error, tensor);
                }

                Kernel kernel = registration.Factory();
                kernel.Memory = _memory;
                kernel.Prepare(_context);
                subgraph.SetKernel(n, kernel);
            }
            catch (ModelException e)
            {
                ModelException located = e.Node == ModelException.Nowhere ? e.At(subgraph.Index, n) : e;
                if (nodeErrors == null)
                {
                    throw located;
                }

                nodeErrors.Add(located);
            }

            if (nodeBytes != null)
            {
                nodeBytes.Add(_context.KernelBytes);
            }
        }
    }

    private ModelException KernelError(ErrorCode error, TensorView tensor)
    {
        long code = (int)_context.OperatorCode.BuiltinCode;
        long found = error == ErrorCode.OperatorVersionUnsupported ? _context.OperatorCode.Version
            : error == ErrorCode.KernelTypeMissing ? (int)tensor.Type : 0;
#if NANOFRAMEWORK_1_0
        return _context.Error(error, null, code, found);
#else
        string custom = _context.OperatorCode.CustomCode == 0
            ? null
            : ErrorText.ReadString(_context.OperatorCode.Reader, _context.OperatorCode.CustomCode);
        return new ModelException(error, _context.SubgraphIndex, _context.Node, ModelException.Nowhere, code, found, custom);
#endif
    }

    /// <summary>
    /// Refuses inputs and outputs with types that the arena cannot hold. Gives outputs that are constants a typed array, so that callers
    /// can read them like any other.
    /// </summary>
    private void RequireEnds(Subgraph subgraph)
    {
        _context.MoveTo(subgraph);
        for (int i = 0; i < subgraph.InputCount; i++)
        {
            _context.RequireRunnable(subgraph.Input(i));
        }

        for (int i = 0; i < subgraph.OutputCount; i++)
        {
            _context.Materialize(subgraph.Output(i));
        }
    }

    private void PlaceVariables(Subgraph subgraph)
    {
        SubgraphView view = new SubgraphView(_model.Reader);
        TensorView tensor = new TensorView(_model.Reader);
        BufferView buffer = new BufferView(_model.Reader);
        ArrayList variables = new ArrayList();
        _model.Subgraph(subgraph.Index, view);
        _context.MoveTo(subgraph);
        for (int t = 0; t < view.TensorCount; t++)
        {
            view.Tensor(t, tensor);
            if (tensor.IsVariable && !_model.IsConstant(tensor, buffer))
            {
                Tensor variable = subgraph.Tensor(t);
                _context.RequireRunnable(variable);
                int region = ArenaRegion.OfType(variable.Type);
                variable.Bind(_memory, _context.AddVariable(variable, region));
                VariableBytes += (long)variable.ElementCount * ArenaRegion.ElementSize(region);
                variables.Add(variable);
            }
        }

        if (variables.Count != 0)
        {
            Variables[subgraph.Index] = ToArray(variables);
        }
    }

    /// <summary>Plans a subgraph's tensors and the blocks of the subgraphs in its plan, which have been planned before.</summary>
    private void Plan(int index, bool mayBeSlow)
    {
        CalleeBlock[] blocks = _calls.BlocksIn(index, _plans, _preserveAll);
        _plans[index] = SubgraphPlan.Make(_model, index, _preserveAll, blocks, _context.OverlapsOf(index), mayBeSlow);
        for (int i = 0; i < blocks.Length; i++)
        {
            Move(blocks[i].Callee, blocks[i].Offsets);
        }
    }

    /// <summary>
    /// Moves a subgraph's block, and the blocks inside it, from the start of each region to its offset in the caller's block.
    /// </summary>
    private void Move(int subgraph, int[] offsets)
    {
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            _bases[subgraph][r] += offsets[r];
        }

        CalleeBlock[] inside = _plans[subgraph].Blocks;
        for (int i = 0; i < inside.Length; i++)
        {
            Move(inside[i].Callee, offsets);
        }
    }

    /// <summary>Points activations at the arena's arrays.</summary>
    private Tensor[] BindTensors(Subgraph subgraph)
    {
        ArrayList bound = new ArrayList();
        int[] offsets = _plans[subgraph.Index].Offsets;
        int count = _plans[subgraph.Index].TensorCount;
        for (int t = 0; t < count; t++)
        {
            Tensor tensor = offsets[t] == MemoryPlanner.Unplaced ? null
                : _preserveAll ? subgraph.Tensor(t) : subgraph.TensorInUse(t);
            if (tensor != null)
            {
                int region = ArenaRegion.OfType(tensor.Type);
                tensor.Bind(_memory.Scratch, Scratch.Counts[region] + _bases[subgraph.Index][region] + offsets[t]);
                bound.Add(tensor);
            }
        }

        return ToArray(bound);
    }

    private static Tensor[] ToArray(ArrayList tensors)
    {
        Tensor[] all = new Tensor[tensors.Count];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = (Tensor)tensors[i];
        }

        return all;
    }
}

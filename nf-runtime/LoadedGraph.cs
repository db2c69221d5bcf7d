// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// A model ready to be run: all subgraphs that the main one reaches, with kernels prepared and memory planned. Building one touches no
/// arena, so a failure leaves nothing behind; <see cref="TensorArena.Join"/> then gives it memory.
/// </summary>
internal sealed class LoadedGraph
{
    private readonly ModelView _model;
    private readonly Subgraph[] _subgraphs;
    private readonly ResourceTable _resources;
    private readonly CallTree _calls;

    /// <summary>Makes, prepares and plans everything.</summary>
    /// <param name="model">The verified model.</param>
    /// <param name="resolver">The kernels.</param>
    /// <param name="preserveAll">Whether no two tensors may share memory.</param>
    /// <param name="byteBudget">The arena's; a kernel that asks for far more than any model of this size needs is refused at once.</param>
    /// <param name="thrift">How far kernels must do without memory that only makes them faster.</param>
    /// <param name="nodeErrors">
    /// Null, or takes what is wrong with each node: no node's error ends the loading then, but it ends without plans.
    /// </param>
    internal LoadedGraph(ModelView model, OpResolver resolver, bool preserveAll, int byteBudget, int thrift, ArrayList nodeErrors)
    {
        _model = model;
        _subgraphs = new Subgraph[model.SubgraphCount];
        _resources = new ResourceTable(model.Reader);
        _calls = new CallTree(model);
        PersistentCounts = new int[ArenaRegion.Count];
        for (int i = 0; i < _calls.Count; i++)
        {
            _subgraphs[_calls.Subgraph(i)] = new Subgraph(model, _calls.Subgraph(i));
        }

        PrepareContext context = new PrepareContext(model, _subgraphs, _resources, byteBudget, thrift);
        for (int i = 0; i < _calls.Count; i++)
        {
            Prepare(Reached(i), context, resolver, nodeErrors);
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
            KeepWhatLasts(Reached(i), context);
        }

        KernelBytes = context.KernelBytes;
        for (int i = 0; i < _calls.Count; i++)
        {
            Subgraph subgraph = Reached(i);
            subgraph.Blocks = _calls.BlocksIn(subgraph.Index, _subgraphs, preserveAll);
            subgraph.Plan = SubgraphPlan.Make(model, subgraph.Index, preserveAll, subgraph.Scratch, subgraph.Blocks);
        }

        // Callers stand behind what they call, so backwards each block's place is known before the blocks inside it.
        for (int i = _calls.Count - 1; i >= 0; i--)
        {
            PlaceBlocks(Reached(i));
        }
    }

    /// <summary>The subgraph that Invoke runs.</summary>
    internal Subgraph Main => _subgraphs[0];

    /// <summary>Elements of variable tensors in each region.</summary>
    internal int[] PersistentCounts { get; }

    /// <summary>Where the variable tensors begin in each region; the arena sets it.</summary>
    internal int[] PersistentStarts { get; set; }

    /// <summary>Bytes of the arrays that kernels keep.</summary>
    internal long KernelBytes { get; }

    /// <summary>Bytes of copies that kernels keep only to be faster.</summary>
    internal long CopyBytes { get; private set; }

    /// <summary>
    /// Lets kernels keep copies of constants, node by node, in what the arena's budget leaves; or has them give up all, with 0. Copies are made
    /// of the model's own bytes, so what would exceed a multiple of these comes of a model that many nodes share constants in.
    /// </summary>
    internal void KeepCopies(long spareBytes)
    {
        long plausible = 16L * _model.Reader.Data.Length;
        long spare = spareBytes < plausible ? spareBytes : plausible;
        CopyBytes = 0;
        for (int i = 0; i < _calls.Count; i++)
        {
            Subgraph subgraph = Reached(i);
            for (int n = 0; n < subgraph.NodeCount; n++)
            {
                long left = spare - CopyBytes;
                try
                {
                    CopyBytes += subgraph.Kernel(n).KeepCopies(left > int.MaxValue ? int.MaxValue : (int)left);
                }
                catch (OutOfMemoryException)
                {
                    // The budget promised more than the machine has; the node does without.
                    subgraph.Kernel(n).KeepCopies(0);
                }
            }
        }
    }

    /// <summary>A subgraph, or null where the main one does not reach it.</summary>
    internal Subgraph Subgraph(int index)
    {
        return index >= 0 && index < _subgraphs.Length ? _subgraphs[index] : null;
    }

    /// <summary>Tells all subgraphs of the profiler.</summary>
    internal void SetProfiler(INodeProfiler profiler)
    {
        for (int i = 0; i < _calls.Count; i++)
        {
            Reached(i).Profiler = profiler;
        }
    }

    /// <summary>Brings all state back to its beginning.</summary>
    internal void Reset()
    {
        _resources.Reset();
        for (int i = 0; i < _calls.Count; i++)
        {
            Reached(i).Reset();
        }
    }

    /// <summary>Seats every tensor on the arena's arrays, at first and whenever another model has made these move.</summary>
    internal void BindTensors(TensorArena arena)
    {
        int[] next = (int[])PersistentStarts.Clone();
        for (int i = 0; i < _calls.Count; i++)
        {
            Subgraph subgraph = Reached(i);
            for (int t = 0; t < subgraph.TensorCount; t++)
            {
                Tensor tensor = subgraph.Tensor(t);
                int region = ArenaRegion.OfType(tensor.Type);
                if (tensor.IsConstant || region == ArenaRegion.None)
                {
                    continue;
                }

                if (tensor.IsVariable)
                {
                    tensor.Bind(arena.Region(region).Data, next[region]);
                    next[region] += tensor.ElementCount;
                }
                else if (subgraph.Plan.Offsets[t] != MemoryPlanner.Unplaced)
                {
                    Bind(tensor, arena.Region(region), subgraph.PlanBases[region] + subgraph.Plan.Offsets[t]);
                }
            }

            for (int k = 0; k < subgraph.Scratch.Count; k++)
            {
                ScratchRequest request = (ScratchRequest)subgraph.Scratch[k];
                int region = ArenaRegion.OfType(request.Tensor.Type);
                Bind(request.Tensor, arena.Region(region), subgraph.PlanBases[region] + request.Offset);
            }
        }
    }

    private static void Bind(Tensor tensor, ArenaRegion region, int planOffset)
    {
        tensor.Bind(region.Data, region.PersistentCount + planOffset);
    }

    private Subgraph Reached(int index)
    {
        return _subgraphs[_calls.Subgraph(index)];
    }

    private void Prepare(Subgraph subgraph, PrepareContext context, OpResolver resolver, ArrayList nodeErrors)
    {
        SubgraphView view = new SubgraphView(_model.Reader);
        TensorView tensor = new TensorView(_model.Reader);
        _model.Subgraph(subgraph.Index, view);
        for (int n = 0; n < subgraph.NodeCount; n++)
        {
            context.MoveTo(subgraph, view, n);
            try
            {
                ErrorCode error;
                OpRegistration registration = resolver.Find(context.OperatorCode, context.Operator, view, tensor, out error);
                if (registration == null)
                {
                    throw KernelError(context, error, tensor);
                }

                Kernel kernel = registration.Factory();
                kernel.Prepare(context);
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
        }
    }

    private static ModelException KernelError(PrepareContext context, ErrorCode error, TensorView tensor)
    {
        long code = (int)context.OperatorCode.BuiltinCode;
        long found = error == ErrorCode.OperatorVersionUnsupported ? context.OperatorCode.Version
            : error == ErrorCode.KernelTypeMissing ? (int)tensor.Type : 0;
#if NANOFRAMEWORK_1_0
        return context.Error(error, null, code, found);
#else
        string custom = context.OperatorCode.CustomCode == 0 ? null : ErrorText.ReadString(context.OperatorCode.Reader, context.OperatorCode.CustomCode);
        return new ModelException(error, context.SubgraphIndex, context.Node, ModelException.Nowhere, code, found, custom);
#endif
    }

    /// <summary>
    /// Counts variables, gives outputs that are constants an array that callers can read like any other's, and refuses types that can
    /// have no memory.
    /// </summary>
    private void KeepWhatLasts(Subgraph subgraph, PrepareContext context)
    {
        context.MoveTo(subgraph);
        for (int t = 0; t < subgraph.TensorCount; t++)
        {
            Tensor tensor = subgraph.Tensor(t);
            if (tensor.IsVariable && !tensor.IsConstant)
            {
                context.RequireRunnable(tensor);
                int region = ArenaRegion.OfType(tensor.Type);
                long count = (long)PersistentCounts[region] + tensor.ElementCount;
                if (count > int.MaxValue)
                {
                    throw context.Error(ErrorCode.PlanOverflow, tensor, int.MaxValue, count);
                }

                PersistentCounts[region] = (int)count;
            }
        }

        for (int i = 0; i < subgraph.InputCount; i++)
        {
            context.RequireRunnable(subgraph.Input(i));
        }

        for (int i = 0; i < subgraph.OutputCount; i++)
        {
            context.Materialize(subgraph.Output(i));
        }
    }

    private void PlaceBlocks(Subgraph subgraph)
    {
        for (int i = 0; i < subgraph.Blocks.Length; i++)
        {
            CalleeBlock block = subgraph.Blocks[i];
            int[] bases = _subgraphs[block.Callee].PlanBases;
            for (int r = 0; r < ArenaRegion.Count; r++)
            {
                bases[r] = subgraph.PlanBases[r] + block.Offsets[r];
            }
        }
    }
}

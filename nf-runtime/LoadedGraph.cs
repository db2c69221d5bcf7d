// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// A model on its way to being run: all subgraphs that the main one reaches, with kernels prepared and memory planned. Building one
/// touches no arena, so a failure leaves nothing behind.
/// </summary>
internal sealed class LoadedGraph
{
    private const int NoCaller = -1;
    private const int SeveralCallers = -2;

    private readonly ModelView _model;
    private readonly OpResolver _resolver;
    private readonly bool _preserveAll;
    private readonly Subgraph[] _subgraphs;
    private readonly ResourceTable _resources;
    private readonly int[] _callees;
    private readonly int[] _callers;
    private readonly int[] _firstCall;
    private readonly int[] _lastCall;
    private int _calleeCount;

    internal LoadedGraph(ModelView model, OpResolver resolver, bool preserveAll)
    {
        int count = model.SubgraphCount;
        _model = model;
        _resolver = resolver;
        _preserveAll = preserveAll;
        _subgraphs = new Subgraph[count];
        _resources = new ResourceTable(model.Reader);
        _callees = new int[count];
        _callers = new int[count];
        _firstCall = new int[count];
        _lastCall = new int[count];
        PersistentCounts = new int[ArenaRegion.Count];
    }

    /// <summary>The subgraph that Invoke runs.</summary>
    internal Subgraph Main => _subgraphs[0];

    /// <summary>Elements of variable tensors in each region.</summary>
    internal int[] PersistentCounts { get; }

    /// <summary>Bytes of variable tensors.</summary>
    internal int PersistentBytes
    {
        get
        {
            int bytes = 0;
            for (int r = 0; r < ArenaRegion.Count; r++)
            {
                bytes += PersistentCounts[r] * ArenaRegion.ElementSize(r);
            }

            return bytes;
        }
    }

    /// <summary>Bytes of the arrays that kernels keep.</summary>
    internal long KernelBytes { get; private set; }

    /// <summary>A subgraph, or null where the main one does not reach it.</summary>
    internal Subgraph Subgraph(int index)
    {
        return index >= 0 && index < _subgraphs.Length ? _subgraphs[index] : null;
    }

    /// <summary>Makes, prepares and plans everything.</summary>
    internal void Load()
    {
        for (int s = 0; s < _subgraphs.Length; s++)
        {
            _callers[s] = NoCaller;
        }

        Reach(0);
        PrepareContext context = new PrepareContext(_model, _subgraphs, _resources);
        for (int i = 0; i < _calleeCount; i++)
        {
            Prepare(_subgraphs[_callees[i]], context);
        }

        for (int i = 0; i < _calleeCount; i++)
        {
            KeepWhatLasts(_subgraphs[_callees[i]], context);
        }

        KernelBytes = context.KernelBytes;
        for (int i = 0; i < _calleeCount; i++)
        {
            Plan(_callees[i]);
        }

        // Callers stand behind what they call, so backwards each block's place is known before the blocks inside it.
        for (int i = _calleeCount - 1; i >= 0; i--)
        {
            PlaceBlocks(_subgraphs[_callees[i]]);
        }
    }

    /// <summary>Tells all subgraphs of the profiler.</summary>
    internal void SetProfiler(INodeProfiler profiler)
    {
        for (int i = 0; i < _calleeCount; i++)
        {
            _subgraphs[_callees[i]].Profiler = profiler;
        }
    }

    /// <summary>Brings all state back to its beginning.</summary>
    internal void Reset()
    {
        _resources.Reset();
        for (int i = 0; i < _calleeCount; i++)
        {
            _subgraphs[_callees[i]].Reset();
        }
    }

    /// <summary>Seats every tensor on the arena's arrays.</summary>
    internal void BindTensors(TensorArena arena, int[] persistentStarts)
    {
        int[] next = (int[])persistentStarts.Clone();
        for (int i = 0; i < _calleeCount; i++)
        {
            Subgraph subgraph = _subgraphs[_callees[i]];
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

    /// <summary>Lists a subgraph behind all those that it calls, and notes who calls whom and when.</summary>
    private void Reach(int index)
    {
        FlatBufferReader reader = _model.Reader;
        SubgraphView subgraph = new SubgraphView(reader);
        OperatorView node = new OperatorView(reader);
        OperatorCodeView code = new OperatorCodeView(reader);
        OptionsView options = new OptionsView(reader);
        _subgraphs[index] = new Subgraph(_model, index);
        _model.Subgraph(index, subgraph);
        for (int n = 0; n < subgraph.OperatorCount; n++)
        {
            subgraph.Operator(n, node);
            int calls = SubgraphCalls.Count(_model, node, code, options);
            for (int i = 0; i < calls; i++)
            {
                int callee = SubgraphCalls.Callee(options, i);
                if (_callers[callee] == NoCaller)
                {
                    _callers[callee] = index;
                    _firstCall[callee] = n;
                }
                else if (_callers[callee] != index)
                {
                    _callers[callee] = SeveralCallers;
                }

                _lastCall[callee] = n;
                if (_subgraphs[callee] == null)
                {
                    Reach(callee);
                }
            }
        }

        _callees[_calleeCount++] = index;
    }

    private void Prepare(Subgraph subgraph, PrepareContext context)
    {
        SubgraphView view = new SubgraphView(_model.Reader);
        TensorView tensor = new TensorView(_model.Reader);
        _model.Subgraph(subgraph.Index, view);
        for (int n = 0; n < subgraph.NodeCount; n++)
        {
            context.MoveTo(subgraph, view, n);
            ErrorCode error;
            OpRegistration registration = _resolver.Find(context.OperatorCode, context.Operator, view, tensor, out error);
            if (registration == null)
            {
                throw KernelError(context, error, tensor);
            }

            Kernel kernel = registration.Factory();
            try
            {
                kernel.Prepare(context);
            }
            catch (ModelException e)
            {
                // The readers of options know no node; whoever reads the error does want to.
                if (e.Node == ModelException.Nowhere)
                {
                    throw new ModelException(e.Code, subgraph.Index, n, e.Tensor, e.Expected, e.Found);
                }

                throw;
            }

            subgraph.SetKernel(n, kernel);
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

    /// <summary>Counts variables, and gives outputs that are constants an array that callers can read like any other's.</summary>
    private void KeepWhatLasts(Subgraph subgraph, PrepareContext context)
    {
        for (int t = 0; t < subgraph.TensorCount; t++)
        {
            Tensor tensor = subgraph.Tensor(t);
            int region = ArenaRegion.OfType(tensor.Type);
            if (tensor.IsVariable && region != ArenaRegion.None)
            {
                PersistentCounts[region] += tensor.ElementCount;
            }
        }

        for (int i = 0; i < subgraph.OutputCount; i++)
        {
            context.CountBytes(subgraph.Output(i).Materialize());
        }
    }

    private void Plan(int index)
    {
        int blockCount = 0;
        for (int i = 0; i < _calleeCount; i++)
        {
            if (LivesIn(_callees[i], index))
            {
                blockCount++;
            }
        }

        CalleeBlock[] blocks = new CalleeBlock[blockCount];
        for (int i = 0; i < _calleeCount; i++)
        {
            int callee = _callees[i];
            if (LivesIn(callee, index))
            {
                bool always = _callers[callee] == SeveralCallers;
                blocks[--blockCount] = new CalleeBlock(
                    callee,
                    _subgraphs[callee].Plan.RegionCounts,
                    always ? -1 : _firstCall[callee],
                    always ? CalleeBlock.Always : _lastCall[callee]);
            }
        }

        Subgraph subgraph = _subgraphs[index];
        subgraph.Blocks = blocks;
        subgraph.Plan = SubgraphPlan.Make(_model, index, _preserveAll, subgraph.Scratch, blocks);
    }

    private bool LivesIn(int callee, int caller)
    {
        return _callers[callee] == caller || (_callers[callee] == SeveralCallers && caller == 0);
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

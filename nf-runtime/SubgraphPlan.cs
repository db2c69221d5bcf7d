// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// Where everything of one subgraph lies: its tensors, its nodes' scratch, and one block for each subgraph that only it calls. Places
/// count in elements from the start of the subgraph's own block, separately for each region.
/// </summary>
public sealed class SubgraphPlan
{
    private readonly int[] _regions;
    private readonly int[] _sizes;
    private readonly int[] _first;
    private readonly int[] _last;

    private SubgraphPlan(int tensorCount, int otherCount)
    {
        int count = tensorCount + otherCount;
        TensorCount = tensorCount;
        RegionCounts = new int[ArenaRegion.Count];
        LowerBounds = new int[ArenaRegion.Count];
        Offsets = new int[count];
        _regions = new int[count];
        _sizes = new int[count];
        _first = new int[count];
        _last = new int[count];
        for (int i = 0; i < count; i++)
        {
            _regions[i] = ArenaRegion.None;
            Offsets[i] = MemoryPlanner.Unplaced;
        }
    }

    /// <summary>Number of tensors of the subgraph; entries of <see cref="Offsets"/> behind them are scratch and called subgraphs.</summary>
    public int TensorCount { get; }

    /// <summary>Place of each tensor in its region, or <see cref="MemoryPlanner.Unplaced"/> for what takes none.</summary>
    public int[] Offsets { get; }

    /// <summary>Elements of the block in each region.</summary>
    public int[] RegionCounts { get; }

    /// <summary>The least elements that any plan needs in each region.</summary>
    public int[] LowerBounds { get; }

    /// <summary>Bytes of the block over all regions.</summary>
    public int ByteCount => Bytes(RegionCounts);

    /// <summary>The least bytes that any plan needs.</summary>
    public int LowerBoundBytes => Bytes(LowerBounds);

    /// <summary>Plans a subgraph.</summary>
    /// <param name="model">The verified model.</param>
    /// <param name="subgraphIndex">Which subgraph.</param>
    /// <param name="preserveAll">Whether no two tensors may share memory.</param>
    /// <param name="scratch">What its nodes asked for (<see cref="ScratchRequest"/>), or null.</param>
    /// <param name="blocks">Blocks of called subgraphs that live in this one, or null.</param>
    internal static SubgraphPlan Make(ModelView model, int subgraphIndex, bool preserveAll, ArrayList scratch, CalleeBlock[] blocks)
    {
        FlatBufferReader reader = model.Reader;
        SubgraphView subgraph = new SubgraphView(reader);
        model.Subgraph(subgraphIndex, subgraph);
        int scratchCount = scratch == null ? 0 : scratch.Count;
        int blockCount = blocks == null ? 0 : blocks.Length * ArenaRegion.Count;
        Lifetimes lifetimes = new Lifetimes(subgraph, preserveAll);
        SubgraphPlan plan = new SubgraphPlan(subgraph.TensorCount, scratchCount + blockCount);
        plan.AddTensors(model, subgraph, subgraphIndex, lifetimes);
        int entry = plan.TensorCount;
        for (int i = 0; i < scratchCount; i++)
        {
            ScratchRequest request = (ScratchRequest)scratch[i];
            plan.Add(entry++, ArenaRegion.OfType(request.Tensor.Type), request.Tensor.ElementCount, request.Node + 1, request.Node + 1);
        }

        int firstBlock = entry;
        for (int i = 0; i < blockCount; i++)
        {
            CalleeBlock block = blocks[i / ArenaRegion.Count];
            int region = i % ArenaRegion.Count;
            int last = block.LastNode == CalleeBlock.Always ? lifetimes.End : block.LastNode + 1;
            plan.Add(entry++, region, block.RegionCounts[region], block.FirstNode + 1, last);
        }

        plan.Place(subgraphIndex);
        for (int i = 0; i < scratchCount; i++)
        {
            ((ScratchRequest)scratch[i]).Offset = plan.Offsets[plan.TensorCount + i];
        }

        for (int i = 0; i < blockCount; i++)
        {
            blocks[i / ArenaRegion.Count].Offsets[i % ArenaRegion.Count] = plan.Offsets[firstBlock + i];
        }

        return plan;
    }

    /// <summary>
    /// Plans a subgraph by its tensors alone: what a tool can tell of a model whose operators it cannot run.
    /// </summary>
    public static SubgraphPlan OfTensors(ModelView model, int subgraph)
    {
        return Make(model, subgraph, false, null, null);
    }

    private void AddTensors(ModelView model, SubgraphView subgraph, int subgraphIndex, Lifetimes lifetimes)
    {
        OfflinePlan offline = OfflinePlan.Find(model, subgraphIndex, TensorCount);
        TensorView tensor = new TensorView(model.Reader);
        BufferView buffer = new BufferView(model.Reader);
        for (int t = 0; t < TensorCount; t++)
        {
            subgraph.Tensor(t, tensor);
            int region = ArenaRegion.OfType(tensor.Type);
            if (lifetimes.First[t] == Lifetimes.Never || tensor.IsVariable || region == ArenaRegion.None
                || model.IsConstant(tensor, buffer))
            {
                continue;
            }

            int count = 1;
            for (int d = 0; d < tensor.Rank; d++)
            {
                count *= tensor.Dimension(d);
            }

            Add(t, region, count, lifetimes.First[t], lifetimes.Last[t]);
            if (offline != null)
            {
                Offsets[t] = offline.ElementOffset(subgraphIndex, t, ArenaRegion.ElementSize(region));
            }
        }
    }

    private void Add(int entry, int region, int size, int first, int last)
    {
        _regions[entry] = region;
        _sizes[entry] = size;
        _first[entry] = first;
        _last[entry] = last;
    }

    private void Place(int subgraphIndex)
    {
        int count = Offsets.Length;
        int[] entries = new int[count];
        int[] sizes = new int[count];
        int[] first = new int[count];
        int[] last = new int[count];
        int[] offsets = new int[count];
        for (int region = 0; region < ArenaRegion.Count; region++)
        {
            int n = 0;
            for (int i = 0; i < count; i++)
            {
                if (_regions[i] == region)
                {
                    entries[n] = i;
                    sizes[n] = _sizes[i];
                    first[n] = _first[i];
                    last[n] = _last[i];
                    offsets[n] = Offsets[i];
                    n++;
                }
            }

            RequireApart(subgraphIndex, n, entries, sizes, first, last, offsets);
            RegionCounts[region] = MemoryPlanner.Plan(n, sizes, first, last, offsets);
            LowerBounds[region] = MemoryPlanner.LowerBound(n, sizes, first, last);
            for (int i = 0; i < n; i++)
            {
                Offsets[entries[i]] = offsets[i];
            }
        }
    }

    /// <summary>Proves that the places fixed by the model do not lay live tensors over each other.</summary>
    private static void RequireApart(int subgraph, int count, int[] entries, int[] sizes, int[] first, int[] last, int[] offsets)
    {
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < i; k++)
            {
                if (offsets[i] != MemoryPlanner.Unplaced && offsets[k] != MemoryPlanner.Unplaced
                    && first[i] <= last[k] && first[k] <= last[i]
                    && offsets[i] < (long)offsets[k] + sizes[k] && offsets[k] < (long)offsets[i] + sizes[i])
                {
                    throw new ModelException(
                        ErrorCode.OfflinePlanOverlap, subgraph, ModelException.Nowhere, entries[i], entries[k], offsets[i]);
                }
            }
        }
    }

    private static int Bytes(int[] counts)
    {
        int bytes = 0;
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            bytes += counts[r] * ArenaRegion.ElementSize(r);
        }

        return bytes;
    }
}

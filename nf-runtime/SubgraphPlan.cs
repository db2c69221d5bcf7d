// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// The offsets of one subgraph's tensors, and of a block for each called subgraph whose memory is in this plan. Offsets are in elements
/// from the start of the subgraph's own block, separately for each region.
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

    /// <summary>Number of tensors of the subgraph. Entries of <see cref="Offsets"/> after them are called subgraphs.</summary>
    public int TensorCount { get; }

    /// <summary>Offset of each entry in its region, or <see cref="MemoryPlanner.Unplaced"/> for one that takes no memory.</summary>
    public int[] Offsets { get; }

    /// <summary>Number of elements of the block in each region.</summary>
    public int[] RegionCounts { get; }

    /// <summary>Number of bytes of the block in all regions.</summary>
    public int ByteCount { get; private set; }

    /// <summary>The blocks of called subgraphs; null for a plan of tensors alone.</summary>
    internal CalleeBlock[] Blocks { get; private set; }

    /// <summary>A lower bound for the number of bytes that any plan needs.</summary>
    public int LowerBoundBytes
    {
        get
        {
            int bytes = 0;
            for (int region = 0; region < ArenaRegion.Count; region++)
            {
                bytes += LowerBound(region) * ArenaRegion.ElementSize(region);
            }

            return bytes;
        }
    }

#if !NANOFRAMEWORK_1_0
    /// <summary>Number of entries: tensors, then blocks of called subgraphs.</summary>
    public int EntryCount => Offsets.Length;

    /// <summary>The region of an entry, or <see cref="ArenaRegion.None"/> for one that takes no memory.</summary>
    public int RegionOf(int entry)
    {
        return _regions[entry];
    }

    /// <summary>Number of elements of an entry.</summary>
    public int SizeOf(int entry)
    {
        return _sizes[entry];
    }

    /// <summary>The first moment at which an entry is live. <see cref="Lifetimes"/> defines moments.</summary>
    public int FirstMomentOf(int entry)
    {
        return _first[entry];
    }

    /// <summary>The last moment at which an entry is live.</summary>
    public int LastMomentOf(int entry)
    {
        return _last[entry];
    }
#endif

    /// <summary>Plans a subgraph.</summary>
    /// <param name="model">The verified model.</param>
    /// <param name="subgraphIndex">Index of the subgraph.</param>
    /// <param name="preserveAll">Whether no two tensors may share memory.</param>
    /// <param name="blocks">Blocks of called subgraphs whose memory is in this plan, or null.</param>
    /// <param name="overlaps">Tensors that kernels allow to share memory, or null if that is not known.</param>
    /// <param name="mayBeSlow">Whether to use overlaps that keep kernels from being fast.</param>
    internal static SubgraphPlan Make(
        ModelView model, int subgraphIndex, bool preserveAll, CalleeBlock[] blocks, BufferOverlaps overlaps, bool mayBeSlow)
    {
        FlatBufferReader reader = model.Reader;
        SubgraphView subgraph = new SubgraphView(reader);
        model.Subgraph(subgraphIndex, subgraph);
        int blockCount = blocks == null ? 0 : blocks.Length * ArenaRegion.Count;
        Lifetimes lifetimes = new Lifetimes(subgraph, preserveAll);
        SubgraphPlan plan = new SubgraphPlan(subgraph.TensorCount, blockCount);
        plan.Blocks = blocks;

        // An offline plan shares memory between tensors, so it does not apply if all tensors are preserved.
        OfflinePlan offline = preserveAll ? null : OfflinePlan.Find(model, subgraphIndex, plan.TensorCount, overlaps != null);
        plan.AddTensors(model, subgraph, subgraphIndex, lifetimes, offline);
        int entry = plan.TensorCount;
        for (int i = 0; i < blockCount; i++)
        {
            CalleeBlock block = blocks[i / ArenaRegion.Count];
            int region = i % ArenaRegion.Count;
            int last = block.LastNode == CalleeBlock.Always ? lifetimes.End : block.LastNode + 1;
            plan.Add(entry++, region, block.RegionCounts[region], block.FirstNode + 1, last);
        }

        plan.Place(subgraphIndex, overlaps, mayBeSlow, offline != null);
        for (int i = 0; i < blockCount; i++)
        {
            blocks[i / ArenaRegion.Count].Offsets[i % ArenaRegion.Count] = plan.Offsets[plan.TensorCount + i];
        }

        return plan;
    }

    /// <summary>
    /// Plans a subgraph by its tensors alone, none of which overlap. That is possible for a tool even if a model has operators that it
    /// cannot run.
    /// </summary>
    public static SubgraphPlan OfTensors(ModelView model, int subgraph)
    {
        return Make(model, subgraph, false, null, null, false);
    }

    /// <summary>A lower bound for the elements that any plan needs in a region; computed in each call.</summary>
    public int LowerBound(int region)
    {
        int[] entries = EntriesOf(region);
        return MemoryPlanner.LowerBound(entries.Length, Pick(_sizes, entries), Pick(_first, entries), Pick(_last, entries));
    }

    private void AddTensors(ModelView model, SubgraphView subgraph, int subgraphIndex, Lifetimes lifetimes, OfflinePlan offline)
    {
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

        if (offline != null)
        {
            LowerRegions();
        }
    }

    /// <summary>
    /// Moves each region's fixed offsets down so that the lowest is 0. Offline plans are made for one block of bytes, in which tensors of
    /// other types may lie below.
    /// </summary>
    private void LowerRegions()
    {
        for (int region = 0; region < ArenaRegion.Count; region++)
        {
            int lowest = int.MaxValue;
            for (int t = 0; t < TensorCount; t++)
            {
                if (_regions[t] == region && Offsets[t] != MemoryPlanner.Unplaced && Offsets[t] < lowest)
                {
                    lowest = Offsets[t];
                }
            }

            for (int t = 0; t < TensorCount; t++)
            {
                if (_regions[t] == region && Offsets[t] != MemoryPlanner.Unplaced)
                {
                    Offsets[t] -= lowest;
                }
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

    private void Place(int subgraphIndex, BufferOverlaps overlaps, bool mayBeSlow, bool hasFixedOffsets)
    {
        long bytes = 0;
        for (int region = 0; region < ArenaRegion.Count; region++)
        {
            int[] entries = EntriesOf(region);
            int[] sizes = Pick(_sizes, entries);
            int[] first = Pick(_first, entries);
            int[] last = Pick(_last, entries);
            int[] offsets = Pick(Offsets, entries);
            if (hasFixedOffsets)
            {
                RequireApart(subgraphIndex, entries, sizes, first, last, offsets, OverlapsOf(entries, overlaps, true));
            }

            RegionCounts[region] = MemoryPlanner.Plan(
                entries.Length, sizes, first, last, offsets, OverlapsOf(entries, overlaps, mayBeSlow));
            bytes += (long)RegionCounts[region] * ArenaRegion.ElementSize(region);
            for (int i = 0; i < entries.Length; i++)
            {
                Offsets[entries[i]] = offsets[i];
            }
        }

        if (bytes > int.MaxValue)
        {
            throw new ModelException(
                ErrorCode.PlanOverflow, subgraphIndex, ModelException.Nowhere, ModelException.Nowhere, int.MaxValue, bytes);
        }

        ByteCount = (int)bytes;
    }

    private int[] EntriesOf(int region)
    {
        int count = 0;
        for (int i = 0; i < _regions.Length; i++)
        {
            count += _regions[i] == region ? 1 : 0;
        }

        int[] entries = new int[count];
        for (int i = _regions.Length - 1; i >= 0; i--)
        {
            if (_regions[i] == region)
            {
                entries[--count] = i;
            }
        }

        return entries;
    }

    /// <summary>
    /// The overlaps of some entries, by their indices among these: those of an output with an input that no later node reads. Null if
    /// there are none.
    /// </summary>
    /// <param name="entries">Entries of one region.</param>
    /// <param name="tensors">What kernels allow, by the indices of tensors; may be null.</param>
    /// <param name="mayBeSlow">Whether overlaps that keep kernels from being fast count, too.</param>
    public BufferOverlaps OverlapsOf(int[] entries, BufferOverlaps tensors, bool mayBeSlow)
    {
        BufferOverlaps overlaps = null;
        for (int pair = 0; tensors != null && pair < tensors.Count; pair++)
        {
            int output = tensors.Output(pair);
            int input = tensors.Input(pair);
            if ((!mayBeSlow && tensors.IsSlow(pair)) || _first[output] != _last[input])
            {
                continue;
            }

            int outputEntry = IndexOf(output, entries);
            int inputEntry = IndexOf(input, entries);
            if (outputEntry >= 0 && inputEntry >= 0)
            {
                overlaps = overlaps == null ? new BufferOverlaps() : overlaps;
                overlaps.Add(outputEntry, inputEntry, tensors.Distance(pair), tensors.Step(pair), tensors.IsSlow(pair));
            }
        }

        return overlaps;
    }

    private static int IndexOf(int value, int[] values)
    {
        int at = values.Length - 1;
        while (at >= 0 && values[at] != value)
        {
            at--;
        }

        return at;
    }

    private static int[] Pick(int[] values, int[] entries)
    {
        int[] picked = new int[entries.Length];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = values[entries[i]];
        }

        return picked;
    }

    /// <summary>
    /// Requires that the offsets that the model fixes do not place live tensors over each other, unless they may overlap.
    /// </summary>
    private static void RequireApart(
        int subgraph, int[] entries, int[] sizes, int[] first, int[] last, int[] offsets, BufferOverlaps overlaps)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            if (offsets[i] == MemoryPlanner.Unplaced)
            {
                continue;
            }

            for (int k = 0; k < i; k++)
            {
                if (offsets[k] != MemoryPlanner.Unplaced
                    && first[i] <= last[k] && first[k] <= last[i]
                    && offsets[i] < (long)offsets[k] + sizes[k] && offsets[k] < (long)offsets[i] + sizes[i]
                    && offsets[i] < (long)offsets[k] + MemoryPlanner.Clearance(k, i, sizes, overlaps)
                    && offsets[k] < (long)offsets[i] + MemoryPlanner.Clearance(i, k, sizes, overlaps))
                {
                    throw new ModelException(
                        ErrorCode.OfflinePlanOverlap, subgraph, ModelException.Nowhere, entries[i], entries[k], offsets[i]);
                }
            }
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections;

namespace TinyInterp;

/// <summary>
/// The memory that tensors live in: one byte budget, divided at AllocateTensors among typed regions according to the model. Several
/// interpreters may share an arena as long as only one at a time is between writing its inputs and reading its outputs: their plans
/// overlay each other, while what each keeps from one Invoke to the next is its own.
/// </summary>
public sealed class TensorArena
{
    private readonly ArenaRegion[] _regions = new ArenaRegion[ArenaRegion.Count];
    private readonly ArrayList _graphs = new ArrayList();
    private long _kernelBytes;
    private long _copyBytes;

    /// <summary>An arena that will never take more than <paramref name="byteBudget"/> bytes; it takes none before it is used.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.ArgumentInvalid"/>: the budget is negative.</exception>
    public TensorArena(int byteBudget)
    {
        if (byteBudget < 0)
        {
            throw Errors.Of(ErrorCode.ArgumentInvalid, 0, byteBudget);
        }

        ByteBudget = byteBudget;
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            _regions[r] = new ArenaRegion(r);
        }
    }

    /// <summary>The most bytes that regions and kernels' arrays may take together.</summary>
    public int ByteBudget { get; }

    /// <summary>Bytes taken: the regions, and the arrays that kernels keep.</summary>
    public int UsedBytes
    {
        get
        {
            long bytes = _kernelBytes + _copyBytes;
            for (int r = 0; r < ArenaRegion.Count; r++)
            {
                bytes += (long)_regions[r].ElementCount * ArenaRegion.ElementSize(r);
            }

            return (int)bytes;
        }
    }

    /// <summary>Bytes of the part that all plans share.</summary>
    public int PlanBytes
    {
        get
        {
            int bytes = 0;
            for (int r = 0; r < ArenaRegion.Count; r++)
            {
                bytes += _regions[r].PlanCount * ArenaRegion.ElementSize(r);
            }

            return bytes;
        }
    }

    /// <summary>A region, by the constants of <see cref="ArenaRegion"/>.</summary>
    public ArenaRegion Region(int region)
    {
        return _regions[region];
    }

    /// <summary>
    /// Takes a model in. All or nothing: where the budget does not suffice, the error states the exact need and the arena stays as it
    /// was. What the budget leaves goes to copies that make kernels faster, until another model needs it.
    /// </summary>
    internal void Join(LoadedGraph graph)
    {
        int[] persistentCounts = graph.PersistentCounts;
        int[] planCounts = graph.Main.Plan.RegionCounts;
        long needed = _kernelBytes + graph.KernelBytes;
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            needed += _regions[r].CountWith(persistentCounts[r], planCounts[r]) * ArenaRegion.ElementSize(r);
        }

        if (needed > int.MaxValue)
        {
            throw Errors.Of(ErrorCode.PlanOverflow, int.MaxValue, needed);
        }

        if (needed > ByteBudget)
        {
            throw Errors.Of(ErrorCode.ArenaTooSmall, needed, ByteBudget);
        }

        if (needed + _copyBytes > ByteBudget)
        {
            for (int i = 0; i < _graphs.Count; i++)
            {
                ((LoadedGraph)_graphs[i]).KeepCopies(0);
            }

            _copyBytes = 0;
        }

        // All arrays before anything changes: the machine may have less memory than the budget promises.
        Array[] arrays = new Array[ArenaRegion.Count];
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            arrays[r] = _regions[r].Grown(persistentCounts[r], planCounts[r]);
        }

        int[] persistentStarts = new int[ArenaRegion.Count];
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            persistentStarts[r] = _regions[r].PersistentCount;
            _regions[r].Join(arrays[r], persistentCounts[r], planCounts[r]);
        }

        _kernelBytes += graph.KernelBytes;
        graph.PersistentStarts = persistentStarts;
        _graphs.Add(graph);

        // The plan block starts behind everything that lasts, so a newcomer's variables move it for all.
        for (int i = 0; i < _graphs.Count; i++)
        {
            ((LoadedGraph)_graphs[i]).BindTensors(this);
        }

        graph.KeepCopies(ByteBudget - needed - _copyBytes);
        _copyBytes += graph.CopyBytes;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp;

/// <summary>
/// The memory of tensors and kernels: one byte budget, divided at AllocateTensors among typed arrays as the models need. Each interpreter
/// has persistent memory of its own. All interpreters of the arena share the arrays for activations and scratch, so only one at a time
/// may be between writing its inputs and reading its outputs.
/// </summary>
public sealed class TensorArena
{
    private readonly ArenaArrays _plan = new ArenaArrays();
    private LoadedGraph _graphs;
    private long _persistentBytes;
    private long _packedWeightBytes;

    /// <summary>
    /// Creates an arena that never takes more than <paramref name="byteBudget"/> bytes. It takes none before it is used.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.ArgumentInvalid"/>: the budget is negative.</exception>
    public TensorArena(int byteBudget)
    {
        if (byteBudget < 0)
        {
            throw Errors.Of(ErrorCode.ArgumentInvalid, 0, byteBudget);
        }

        ByteBudget = byteBudget;
    }

    /// <summary>The largest number of bytes that all interpreters may use together.</summary>
    public int ByteBudget { get; }

    /// <summary>Number of bytes used: the arrays that all interpreters share, the persistent memory of each, and packed weights.</summary>
    public int UsedBytes => (int)(PlanBytes + _persistentBytes + _packedWeightBytes);

    /// <summary>Number of bytes of the arrays that all interpreters share.</summary>
    public int PlanBytes
    {
        get
        {
            int bytes = 0;
            for (int r = 0; r < ArenaRegion.Count; r++)
            {
                bytes += _plan.Length(r) * ArenaRegion.ElementSize(r);
            }

            return bytes;
        }
    }

    /// <summary>The arrays of all interpreters' activations and scratch.</summary>
    public ArenaArrays Plan => _plan;

    /// <summary>
    /// Gives a model memory, all or nothing: if the budget is too small, the error states the exact need and the arena stays unchanged.
    /// What the budget leaves over goes to scratch and then to packed weights, which make kernels faster. Packed weights are dropped when
    /// another model needs the memory.
    /// </summary>
    internal LoadedGraph Join(GraphLoader loader)
    {
        long need = NeedWith(loader);
        if (need > ByteBudget)
        {
            loader.Plan(true);
            need = NeedWith(loader);
        }

        if (need > int.MaxValue)
        {
            throw Errors.Of(ErrorCode.PlanOverflow, int.MaxValue, need);
        }

        if (need > ByteBudget)
        {
            throw Errors.Of(ErrorCode.ArenaTooSmall, need, ByteBudget);
        }

        int[] lengths = new int[ArenaRegion.Count];
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            lengths[r] = _plan.Length(r);
        }

        loader.PrepareFaster(lengths, ByteBudget - need);
        need = NeedWith(loader);
        if (need + _packedWeightBytes > ByteBudget)
        {
            for (LoadedGraph other = _graphs; other != null; other = other.Next)
            {
                other.PackWeights(0);
            }

            _packedWeightBytes = 0;
        }

        // Allocates all arrays before anything changes, because the machine may have less memory than the budget allows.
        Array[] longer = new Array[ArenaRegion.Count];
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            int count = (int)loader.PlanCount(r);
            longer[r] = count > lengths[r] ? ArenaRegion.NewArray(r, count) : null;
        }

        loader.FitPersistent();
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            if (longer[r] != null)
            {
                _plan.Set(r, longer[r]);
            }
        }

        for (LoadedGraph other = _graphs; other != null; other = other.Next)
        {
            other.Follow(_plan);
        }

        LoadedGraph graph = loader.Finish();
        _persistentBytes += loader.PersistentBytes;
        graph.Next = _graphs;
        _graphs = graph;
        graph.PackWeights(ByteBudget - need - _packedWeightBytes);
        _packedWeightBytes += graph.PackedWeightBytes;
        return graph;
    }

    /// <summary>Number of bytes that all models need once this one has joined, without packed weights.</summary>
    private long NeedWith(GraphLoader loader)
    {
        long bytes = _persistentBytes + loader.PersistentBytes;
        for (int r = 0; r < ArenaRegion.Count; r++)
        {
            long count = loader.PlanCount(r);
            bytes += (count > _plan.Length(r) ? count : _plan.Length(r)) * ArenaRegion.ElementSize(r);
        }

        return bytes;
    }
}

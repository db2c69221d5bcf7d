// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp;

/// <summary>
/// The memory that tensors and kernels live in: one byte budget, divided at AllocateTensors among typed arrays according to the model. Each
/// interpreter has persistent memory of its own. Activations and scratch lie in arrays that all interpreters of the arena use in turn, so
/// several may share an arena as long as only one at a time is between writing its inputs and reading its outputs.
/// </summary>
public sealed class TensorArena
{
    private readonly ArenaArrays _plan = new ArenaArrays();
    private LoadedGraph _graphs;
    private long _persistentBytes;
    private long _packedWeightBytes;

    /// <summary>An arena that will never take more than <paramref name="byteBudget"/> bytes; it takes none before it is used.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.ArgumentInvalid"/>: the budget is negative.</exception>
    public TensorArena(int byteBudget)
    {
        if (byteBudget < 0)
        {
            throw Errors.Of(ErrorCode.ArgumentInvalid, 0, byteBudget);
        }

        ByteBudget = byteBudget;
    }

    /// <summary>The most bytes that all memory of all interpreters may take together.</summary>
    public int ByteBudget { get; }

    /// <summary>Bytes taken: those that all interpreters share, what each keeps, and packed weights.</summary>
    public int UsedBytes => (int)(PlanBytes + _persistentBytes + _packedWeightBytes);

    /// <summary>Bytes of the arrays that all interpreters share.</summary>
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

    /// <summary>The arrays that activations and scratch of all interpreters lie in.</summary>
    public ArenaArrays Plan => _plan;

    /// <summary>
    /// Takes a model in. All or nothing: where the budget does not suffice, the error states the exact need and the arena stays as it
    /// was. What the budget leaves goes to scratch and then to packed weights that make kernels faster; the latter only until another model
    /// needs the room.
    /// </summary>
    internal LoadedGraph Join(GraphLoader loader)
    {
        long need = NeedWith(loader);
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

        // All arrays before anything changes: the machine may have less memory than the budget promises.
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

    /// <summary>Bytes that all models need once this one has joined, packed weights left out.</summary>
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

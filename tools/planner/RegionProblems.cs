// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Planner.Packing;
using TinyInterp.Schema;

namespace TinyInterp.Planner;

/// <summary>
/// The tensors of a subgraph as blocks, a problem for each region: an sbyte[] and a float[] cannot share bytes. Blocks count in bytes.
/// </summary>
internal sealed class RegionProblems
{
    private readonly SubgraphPlan _plan;
    private readonly int[][] _entries;
    private readonly BufferOverlaps? _overlaps;
    private readonly bool _mayBeSlow;

    /// <summary>Takes the sizes and lifetimes that the interpreter itself reckons with, and its kernels' overlaps.</summary>
    /// <param name="model">The model.</param>
    /// <param name="subgraph">Index of the subgraph.</param>
    /// <param name="diagnosis">What the kernels say of the model; null if it does not matter.</param>
    /// <param name="mayBeSlow">Whether to use overlaps that keep kernels from being fast, too.</param>
    internal RegionProblems(ModelView model, int subgraph, ModelDiagnosis? diagnosis, bool mayBeSlow)
    {
        _mayBeSlow = mayBeSlow;
        _overlaps = diagnosis?.Overlaps(subgraph);
        _plan = diagnosis?.Activations(subgraph) ?? SubgraphPlan.OfTensors(model, subgraph);
        _entries = Enumerable.Range(0, ArenaRegion.Count)
            .Select(region => Enumerable.Range(0, _plan.TensorCount)
                .Where(t => _plan.RegionOf(t) == region && _plan.SizeOf(t) != 0).ToArray())
            .ToArray();
    }

    /// <summary>Number of tensors in the subgraph.</summary>
    internal int TensorCount => _plan.TensorCount;

    /// <summary>What the model's own plan takes, or the greedy one where it has none.</summary>
    internal long PresentBytes => _plan.ByteCount;

    /// <summary>The most bytes that are live at one moment, of all types together: no plan takes less, even where all types share memory.</summary>
    internal long TrueBound
    {
        get
        {
            Block[] blocks = Enumerable.Range(0, ArenaRegion.Count).SelectMany(region => BlocksOf(region)).ToArray();
            return new PackingProblem(blocks).Bound;
        }
    }

    /// <summary>Bytes of the plan that the interpreter makes if the model contains none.</summary>
    internal long GreedyBytes
    {
        get
        {
            return Enumerable.Range(0, ArenaRegion.Count).Sum(region =>
            {
                int[] entries = _entries[region];
                int[] offsets = Enumerable.Repeat(MemoryPlanner.Unplaced, entries.Length).ToArray();
                int[] Pick(Func<int, int> value) => entries.Select(value).ToArray();
                return (long)ArenaRegion.ElementSize(region) * MemoryPlanner.Plan(
                    entries.Length, Pick(_plan.SizeOf), Pick(_plan.FirstMomentOf), Pick(_plan.LastMomentOf), offsets, InRegion(region));
            });
        }
    }

    /// <summary>The tensors that lie in a region.</summary>
    internal IReadOnlyList<int> TensorsOf(int region)
    {
        return _entries[region];
    }

    /// <summary>Byte offsets in a region as the model's own plan, or else the greedy one, has them.</summary>
    internal long[] PresentOffsets(int region)
    {
        return _entries[region].Select(t => (long)_plan.Offsets[t] * ArenaRegion.ElementSize(region)).ToArray();
    }

    /// <summary>The packing of a region whose offsets are multiples of <paramref name="alignment"/> bytes.</summary>
    internal PackingProblem Problem(int region, int alignment)
    {
        return new PackingProblem(BlocksOf(region), PackingOverlaps(region), alignment);
    }

    private BufferOverlaps? InRegion(int region)
    {
        return _plan.OverlapsOf(_entries[region], _overlaps, _mayBeSlow);
    }

    /// <summary>The overlaps of a region for the search, which takes distances at which the kernels are fast.</summary>
    private List<Overlap> PackingOverlaps(int region)
    {
        List<Overlap> packing = new List<Overlap>();
        BufferOverlaps? overlaps = InRegion(region);
        for (int pair = 0; overlaps != null && pair < overlaps.Count; pair++)
        {
            int size = _plan.SizeOf(_entries[region][overlaps.Output(pair)]);
            int distance = overlaps.RoundedDistance(pair);
            if (distance < size)
            {
                packing.Add(new Overlap(overlaps.Output(pair), overlaps.Input(pair), (size - distance) * ArenaRegion.ElementSize(region)));
            }
        }

        return packing;
    }

    private Block[] BlocksOf(int region)
    {
        return _entries[region]
            .Select(t => new Block(checked(_plan.SizeOf(t) * ArenaRegion.ElementSize(region)), _plan.FirstMomentOf(t), _plan.LastMomentOf(t)))
            .ToArray();
    }
}

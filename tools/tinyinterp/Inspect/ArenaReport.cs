// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;

namespace TinyInterp.Tool.Inspect;

/// <summary>The memory plan of a subgraph.</summary>
internal sealed class ArenaReport
{
    private static readonly string[] _regionNames = ["int8", "int16", "int32", "int64", "float32"];

    internal ArenaReport(ModelView model, int subgraph, SubgraphPlan plan, IReadOnlyList<TensorReport> tensors, int operatorCount)
    {
        SubgraphPlan activations = SubgraphPlan.OfTensors(model, subgraph);
        plan ??= activations;
        ActivationBytes = activations.ByteCount;
        LowerBoundBytes = activations.LowerBoundBytes;
        PlanBytes = plan.ByteCount;
        PlanLowerBoundBytes = plan.LowerBoundBytes;
        MomentCount = operatorCount + 2;
        Entries = Enumerable.Range(0, plan.EntryCount)
            .Where(entry => plan.RegionOf(entry) != ArenaRegion.None && plan.SizeOf(entry) != 0)
            .Select(entry => Entry(plan, entry, tensors))
            .OrderBy(entry => entry.Place).ThenBy(entry => entry.First)
            .ToArray();
    }

    /// <summary>Bytes of the activations, planned without anything else.</summary>
    public long ActivationBytes { get; }

    /// <summary>The fewest bytes that any plan of the activations can take.</summary>
    public long LowerBoundBytes { get; }

    /// <summary>Bytes of activations, scratch and called subgraphs together.</summary>
    public long PlanBytes { get; }

    /// <summary>The fewest bytes that any plan of those can take.</summary>
    public long PlanLowerBoundBytes { get; }

    /// <summary>Number of moments: one before and one behind all nodes, one for each.</summary>
    public int MomentCount { get; }

    /// <summary>What lies where.</summary>
    public IReadOnlyList<ArenaEntry> Entries { get; }

    private static ArenaEntry Entry(SubgraphPlan plan, int entry, IReadOnlyList<TensorReport> tensors)
    {
        int region = plan.RegionOf(entry);
        int width = ArenaRegion.ElementSize(region);
        bool isTensor = entry < plan.TensorCount;
        bool isScratch = !isTensor && entry < plan.TensorCount + plan.ScratchCount;
        int node = plan.FirstMomentOf(entry) - 1;
        long regionStart = Enumerable.Range(0, region).Sum(r => (long)plan.RegionCounts[r] * ArenaRegion.ElementSize(r));
        return new ArenaEntry
        {
            Kind = isTensor ? "activation" : isScratch ? "scratch" : "subgraph",
            Tensor = isTensor ? entry : null,
            Node = isTensor ? null : node,
            Name = isTensor ? tensors[entry].Name : isScratch ? "scratch of node " + node : "subgraphs called",
            Region = _regionNames[region],
            Offset = (long)plan.Offsets[entry] * width,
            Bytes = (long)plan.SizeOf(entry) * width,
            First = plan.FirstMomentOf(entry),
            Last = plan.LastMomentOf(entry),
            Place = regionStart + (long)plan.Offsets[entry] * width,
        };
    }
}

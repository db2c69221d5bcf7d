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

    internal ArenaReport(ModelView model, int subgraph, ModelDiagnosis diagnosis, IReadOnlyList<TensorReport> tensors, int operatorCount)
    {
        SubgraphPlan plan = diagnosis.Plan(subgraph);
        SubgraphPlan activations = diagnosis.Activations(subgraph) ?? SubgraphPlan.OfTensors(model, subgraph);
        plan ??= activations;
        ActivationBytes = activations.ByteCount;
        LowerBoundBytes = activations.LowerBoundBytes;

        // Scratch lies before the activations in each region, once for all subgraphs.
        IReadOnlyList<int> scratch = subgraph == 0 ? diagnosis.ScratchCounts : new int[ArenaRegion.Count];
        long scratchBytes = Enumerable.Range(0, ArenaRegion.Count).Sum(r => (long)scratch[r] * ArenaRegion.ElementSize(r));
        PlanBytes = plan.ByteCount + scratchBytes;
        PlanLowerBoundBytes = plan.LowerBoundBytes + scratchBytes;
        MomentCount = operatorCount + 2;
        Entries = Enumerable.Range(0, plan.EntryCount)
            .Where(entry => plan.RegionOf(entry) != ArenaRegion.None && plan.SizeOf(entry) != 0)
            .Select(entry => Entry(plan, scratch, entry, tensors))
            .Concat(diagnosis.Scratch.Where(request => request.Subgraph == subgraph && request.Count != 0).Select(request => Entry(plan, scratch, request)))
            .OrderBy(entry => entry.Place).ThenBy(entry => entry.First)
            .ToArray();
    }

    /// <summary>Bytes of the activations, planned without anything else.</summary>
    public long ActivationBytes { get; }

    /// <summary>The most bytes of activations that are live at one moment. Only a plan in which tensors overlap can take fewer.</summary>
    public long LowerBoundBytes { get; }

    /// <summary>Bytes of activations, scratch and called subgraphs together.</summary>
    public long PlanBytes { get; }

    /// <summary>The most bytes of those that are live at one moment.</summary>
    public long PlanLowerBoundBytes { get; }

    /// <summary>Number of points in time: one before the first node, one for each node, and one after the last.</summary>
    public int MomentCount { get; }

    /// <summary>What is where.</summary>
    public IReadOnlyList<ArenaEntry> Entries { get; }

    private static long RegionStart(SubgraphPlan plan, IReadOnlyList<int> scratch, int region)
    {
        return Enumerable.Range(0, region).Sum(r => ((long)scratch[r] + plan.RegionCounts[r]) * ArenaRegion.ElementSize(r));
    }

    private static ArenaEntry Entry(SubgraphPlan plan, IReadOnlyList<int> scratch, ScratchRequest request)
    {
        int width = ArenaRegion.ElementSize(request.Region);
        return new ArenaEntry
        {
            Kind = "scratch",
            Node = request.Node,
            Name = "scratch of node " + request.Node,
            Region = _regionNames[request.Region],
            Offset = (long)request.Offset * width,
            Bytes = (long)request.Count * width,
            First = request.Node + 1,
            Last = request.Node + 1,
            Place = RegionStart(plan, scratch, request.Region) + (long)request.Offset * width,
        };
    }

    private static ArenaEntry Entry(SubgraphPlan plan, IReadOnlyList<int> scratch, int entry, IReadOnlyList<TensorReport> tensors)
    {
        int region = plan.RegionOf(entry);
        int width = ArenaRegion.ElementSize(region);
        bool isTensor = entry < plan.TensorCount;
        int node = plan.FirstMomentOf(entry) - 1;
        long offset = ((long)scratch[region] + plan.Offsets[entry]) * width;
        return new ArenaEntry
        {
            Kind = isTensor ? "activation" : "subgraph",
            Tensor = isTensor ? entry : null,
            Node = isTensor ? null : node,
            Name = isTensor ? tensors[entry].Name : "subgraphs called",
            Region = _regionNames[region],
            Offset = offset,
            Bytes = (long)plan.SizeOf(entry) * width,
            First = plan.FirstMomentOf(entry),
            Last = plan.LastMomentOf(entry),
            Place = RegionStart(plan, scratch, region) + offset,
        };
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Planner.Ordering;
using TinyInterp.Planner.Packing;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Planner;

/// <summary>
/// Finds the order of nodes and the places of tensors that take the least memory, and stores both in the model. Nothing else of the model
/// changes, and what it computes does not.
/// </summary>
public static class ModelPlanner
{
    /// <summary>Alignments to prefer, where they cost nothing: TensorFlow Lite Micro's, and that of a word.</summary>
    private static readonly int[] _preferredAlignments = [16, 8, 4];

    /// <summary>Part of the time for the model's own order, where others are looked for as well.</summary>
    private const double ShareOfOwnOrder = 0.4;

    /// <summary>Part of the rest for the search for another order; what is left is for its places.</summary>
    private const double ShareOfOrders = 0.5;

    /// <summary>Part of a region's remaining time for each alignment.</summary>
    private const double ShareOfAlignment = 0.2;

    /// <summary>Plans all subgraphs.</summary>
    /// <param name="model">A model that the verifier has passed.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ModelException">The model contains an invalid plan.</exception>
    public static ModelPlan Plan(byte[] model, PlanOptions options)
    {
        ModelDocument document = ModelDocument.Read(model);
        SearchBudget budget = new SearchBudget(options.TimeLimit, options.Progress);
        int[] subgraphs = Enumerable.Range(0, document.Subgraphs.Count).Where(s => document.Subgraphs[s].Operators.Count != 0).ToArray();
        RegionProblems[] present = Problems(document, subgraphs, options);
        bool[] hasPlan = subgraphs.Select(s => OfflinePlanMetadata.Has(document, s)).ToArray();

        // A plan for one order need not be one for another.
        OfflinePlanMetadata.Remove(document);
        List<SubgraphResult> results = new List<SubgraphResult>();
        for (int i = 0; i < subgraphs.Length; i++)
        {
            SearchBudget part = budget.Part(1.0 / (subgraphs.Length - i));
            SubgraphResult result = PlanSubgraph(document, subgraphs[i], present[i], options, part);
            results.Add(result with { OwnBytes = hasPlan[i] ? present[i].PresentBytes : null });
        }

        foreach (SubgraphResult result in results)
        {
            OfflinePlanMetadata.Store(document, result.Subgraph, result.Offsets, result.IsOverlapped);
        }

        return new ModelPlan(document.ToBytes(), results);
    }

    private static SubgraphResult PlanSubgraph(
        ModelDocument document, int subgraph, RegionProblems present, PlanOptions options, SearchBudget budget)
    {
        SubgraphResult result = Pack(present, subgraph, budget.Part(options.MayReorder ? ShareOfOwnOrder : 1));
        int[]? order = options.MayReorder ? NodeOrder.Find(new NodeGraph(document, subgraph), budget.Part(ShareOfOrders)) : null;
        if (order != null)
        {
            List<OperatorDef> nodes = document.Subgraphs[subgraph].Operators;
            document.Subgraphs[subgraph].Operators = order.Select(n => nodes[n]).ToList();
            SubgraphResult reordered = Pack(Problems(document, [subgraph], options).Single(), subgraph, budget);
            if (reordered.BestBytes < result.BestBytes)
            {
                result = reordered with
                {
                    GreedyBytes = result.GreedyBytes,
                    SameOrderBytes = result.SameOrderBytes,
                    MovedNodes = order.Where((node, i) => node != i).Count(),
                };
            }
            else
            {
                document.Subgraphs[subgraph].Operators = nodes;
            }
        }

        return result;
    }

    /// <summary>The problems of subgraphs as the document has them now.</summary>
    private static RegionProblems[] Problems(ModelDocument document, int[] subgraphs, PlanOptions options)
    {
        ModelView model = new ModelView(new FlatBufferReader(document.ToBytes()));
        ModelDiagnosis? diagnosis = options.Kernels == null ? null : new ModelDiagnosis(model, options.Kernels);
        return subgraphs.Select(s => new RegionProblems(model, s, diagnosis, options.MayBeSlow)).ToArray();
    }

    private static SubgraphResult Pack(RegionProblems problems, int subgraph, SearchBudget budget)
    {
        int[] regions = Enumerable.Range(0, ArenaRegion.Count).Where(region => problems.TensorsOf(region).Count != 0).ToArray();
        int[] offsets = Enumerable.Repeat(MemoryPlanner.Unplaced, problems.TensorCount).ToArray();
        long best = 0;
        long proved = 0;
        long bound = 0;
        long start = 0;
        bool isOverlapped = false;
        int alignment = _preferredAlignments[0];
        for (int i = 0; i < regions.Length; i++)
        {
            SearchBudget part = budget.Part(1.0 / (regions.Length - i));
            int width = ArenaRegion.ElementSize(regions[i]);
            PackingProblem problem = problems.Problem(regions[i], width);
            PackingResult packing = Packer.Pack(problem, part, problems.PresentOffsets(regions[i]));
            (long[] places, int aligned) = Align(problems, regions[i], packing, width, part);
            alignment = Math.Min(alignment, aligned);
            best += packing.Height;
            proved += packing.Bound;
            bound += problem.Bound;
            isOverlapped = isOverlapped || !new PackingProblem(problem.Blocks).IsSolvedBy(places);

            // Regions behind each other, so that a reader with one block for all types can take the offsets as they are.
            start = (start + _preferredAlignments[0] - 1) / _preferredAlignments[0] * _preferredAlignments[0];
            for (int k = 0; k < places.Length; k++)
            {
                offsets[problems.TensorsOf(regions[i])[k]] = checked((int)(start + places[k]));
            }

            start += packing.Height;
        }

        return new SubgraphResult(
            subgraph, null, problems.GreedyBytes, best, best, proved, bound, problems.TrueBound, 0, alignment, isOverlapped, offsets);
    }

    /// <summary>Places of the same height at multiples of as many bytes as possible.</summary>
    private static (long[] Places, int Alignment) Align(
        RegionProblems problems, int region, PackingResult packing, int width, SearchBudget budget)
    {
        foreach (int alignment in _preferredAlignments.Where(alignment => alignment > width))
        {
            PackingProblem problem = problems.Problem(region, alignment);
            long[]? places = Packer.Within(problem, packing.Height, budget.Part(ShareOfAlignment));
            if (places != null)
            {
                return (places, alignment);
            }
        }

        return (packing.Offsets, width);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Optimize.Quantize;

namespace TinyInterp.Optimize.Patch;

/// <summary>Consecutive nodes that can run patch by patch: one tensor goes in, one comes out.</summary>
internal sealed class PatchStage
{
    private PatchStage(IReadOnlyList<PatchLayer> layers, int input)
    {
        Layers = layers;
        Input = input;
    }

    /// <summary>The nodes in order.</summary>
    internal IReadOnlyList<PatchLayer> Layers { get; }

    /// <summary>The tensor that goes in.</summary>
    internal int Input { get; }

    /// <summary>The tensor that comes out.</summary>
    internal int Output => Layers[^1].Output;

    /// <summary>Index of the first node.</summary>
    internal int First => Layers[0].Index;

    /// <summary>Index of the last node.</summary>
    internal int Last => Layers[^1].Index;

    /// <summary>Multiply-accumulates of the nodes.</summary>
    internal long Macs(FloatGraph graph)
    {
        return Layers.Sum(layer => (long)graph.Shape(layer.Output)[1] * graph.Shape(layer.Output)[2] * layer.MacsPerCell);
    }

    /// <summary>All stages that start with the first node that can, the shortest first.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="end">Why longer ones cannot run patch by patch, or why none can.</param>
    internal static IReadOnlyList<PatchStage> Find(FloatGraph graph, out string? end)
    {
        List<PatchStage> stages = new List<PatchStage>();
        List<PatchLayer> layers = new List<PatchLayer>();
        string? first = null;
        end = null;
        for (int n = 0; n < graph.Nodes.Count && (layers.Count == 0 || end == null); n++)
        {
            try
            {
                layers.Add(PatchLayers.Of(graph, n));
                PatchStage? stage = Cut(graph, layers);
                if (stage != null)
                {
                    stages.Add(stage);
                }
            }
            catch (PatchException e)
            {
                first ??= e.Message;
                end = layers.Count == 0 ? null : e.Message;
            }
        }

        end ??= layers.Count == 0 ? first : null;
        return stages;
    }

    /// <summary>The layers as a stage, or null if more than one tensor goes in or comes out.</summary>
    private static PatchStage? Cut(FloatGraph graph, List<PatchLayer> layers)
    {
        HashSet<int> made = layers.Select(layer => layer.Output).ToHashSet();
        int[] entering = layers.SelectMany(layer => layer.Inputs).Where(input => !made.Contains(input)).Distinct().ToArray();
        int output = layers[^1].Output;
        made.Remove(output);
        bool isUsedLater = graph.Main.Outputs.Any(made.Contains)
            || graph.Nodes.Skip(layers[^1].Index + 1).Any(node => (node.Inputs ?? []).Any(made.Contains));
        return entering.Length == 1 && !isUsedLater ? new PatchStage(layers.ToArray(), entering[0]) : null;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Optimize.Data;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Prune;

/// <summary>Magnitude pruning of float32 and int8 models, and the exact removal of channels that became dead.</summary>
public static class ModelPruner
{
    /// <summary>Prunes a model that the verifier has passed and that can be run.</summary>
    /// <param name="model">The bytes of a .tflite file.</param>
    /// <param name="settings">What to prune.</param>
    /// <param name="data">Data for the means that replace whole channels; where it is null, random.</param>
    /// <exception cref="PruneException">There is nothing to prune, or a weight is not a finite number.</exception>
    public static PruneResult Prune(byte[] model, PruneSettings settings, DataSet? data = null)
    {
        if (!(settings.Sparsity >= 0 && settings.Sparsity < 1))
        {
            throw new PruneException("a sparsity is at least 0 and below 1");
        }

        ModelDocument document = ModelDocument.Read(model);

        // With smaller tensors another plan is the best.
        OfflinePlanMetadata.Remove(document);
        List<WeightLayer> before = WeightLayer.All(document);
        RequireWeights(document, before);
        Dictionary<int, int> zerosBefore = before.ToDictionary(layer => layer.TensorIndex, layer => layer.Zeros());
        switch (settings.Pattern)
        {
            case PrunePattern.Unstructured:
                MagnitudePruner.Unstructured(before, settings);
                break;
            case PrunePattern.TwoOfFour:
                MagnitudePruner.TwoOfFour(before);
                break;
            case PrunePattern.Compiled:
                MagnitudePruner.Compiled(before, settings);
                break;
            default:
                data ??= DataSet.Load(DataSpec.Parse("random"), ModelInputs.Of(model));
                new ChannelSelector(document, new ChannelMeans(model, data)).Run(settings);
                break;
        }

        BufferSweep.Run(document);
        byte[] zeroed = document.ToBytes();
        ChannelRemover.RemoveAll(document);
        BufferSweep.Run(document);
        byte[] pruned = document.ToBytes();
        RequireSound(pruned);
        return new PruneResult(zeroed, pruned, Report(document, before, zerosBefore));
    }

    private static void RequireWeights(ModelDocument model, List<WeightLayer> layers)
    {
        if (layers.Count == 0)
        {
            throw new PruneException("there are no float32 or int8 weights to prune in this model");
        }

        foreach (WeightLayer layer in layers)
        {
            int wrong = Enumerable.Range(0, layer.Count).FirstOrDefault(i => !double.IsFinite(layer.Magnitude(i)), -1);
            if (wrong >= 0)
            {
                throw new PruneException(
                    "weight " + wrong + " of tensor " + layer.TensorIndex + " '" + layer.Tensor.Name + "' (node " + layer.Node + ", "
                        + OperatorNames.Of(layer.Code) + ") is NaN or infinite; the model is damaged, export it again");
            }
        }
    }

    /// <summary>Our own verifier and every kernel accept the result, or it is not handed out.</summary>
    private static void RequireSound(byte[] model)
    {
        new MicroInterpreter(model, new OpResolver().AddAll(), new TensorArena(int.MaxValue)).AllocateTensors();
    }

    private static List<LayerPruning> Report(ModelDocument model, List<WeightLayer> before, Dictionary<int, int> zerosBefore)
    {
        ChannelAnalysis analysis = new ChannelAnalysis(model);
        analysis.Removable();
        List<LayerPruning> report = new List<LayerPruning>();
        foreach (WeightLayer old in before)
        {
            // A tensor that several nodes shared may have got copies; the node still has its own.
            WeightLayer layer = analysis.Layers.FirstOrDefault(l => l.TensorIndex == old.TensorIndex) ?? analysis.Layers.First(l => l.Node == old.Node);
            GraphNode node = analysis.Nodes[old.Node];
            int[] dead = Enumerable.Range(0, layer.Channels).Where(layer.IsDead).ToArray();
            string[] notes = node.Role == ChannelRole.Unknown
                ? [node.Name + " is not followed channel by channel"]
                : dead.Select(channel => analysis.Groups.PinOf(analysis.Groups.Group(node.Output, channel))).Where(pin => pin != null).Distinct().ToArray();
            report.Add(new LayerPruning(
                old.Node, OperatorNames.Of(old.Code), old.Tensor.Name ?? string.Empty, old.Count,
                (double)zerosBefore[old.TensorIndex] / old.Count,
                1 - (double)(layer.Count - layer.Zeros()) / old.Count,
                old.Channels, layer.Channels, dead.Length, dead.Length == 0 ? [] : notes));
        }

        return report;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Prune;

/// <summary>Takes channels that nothing needs out of a model, so that what it computes stays the same to the last bit in integers.</summary>
internal static class ChannelRemover
{
    /// <summary>Removes until nothing more can go: what fed a removed channel only may be next.</summary>
    internal static void RemoveAll(ModelDocument model)
    {
        bool isChanged = true;
        while (isChanged)
        {
            ChannelAnalysis analysis = new ChannelAnalysis(model);
            Dictionary<int, HashSet<int>> removed = analysis.Removable();
            isChanged = removed.Count != 0;
            if (isChanged)
            {
                Remove(model, analysis, removed);
            }
        }
    }

    private static void Remove(ModelDocument model, ChannelAnalysis analysis, Dictionary<int, HashSet<int>> removed)
    {
        SubgraphDef graph = model.Subgraphs[0];
        foreach (GraphNode node in analysis.Nodes)
        {
            switch (node.Role)
            {
                case ChannelRole.WeightedSum:
                    Fold(model, analysis, node, Of(removed, node.DataInput));
                    SliceInputs(model, node, Of(removed, node.DataInput));
                    SliceOutputs(model, node, Of(removed, node.Output));
                    break;
                case ChannelRole.Depthwise:
                    SliceOutputs(model, node, Of(removed, node.Output));
                    break;
                case ChannelRole.PerChannel:
                    SliceOperands(model, node, Of(removed, node.Output));
                    break;
            }
        }

        foreach ((int tensor, HashSet<int> channels) in removed)
        {
            Constant.SetSize(graph.Tensors[tensor], graph.Tensors[tensor].Shape.Length - 1, analysis.Groups.Size(tensor) - channels.Count);
        }

        foreach (GraphNode node in analysis.Nodes.Where(node => node.Code == BuiltinOperator.Reshape && removed.ContainsKey(node.Output)))
        {
            TellNewShape(model, node);
        }
    }

    private static HashSet<int> Of(Dictionary<int, HashSet<int>> removed, int tensor)
    {
        return removed.TryGetValue(tensor, out HashSet<int>? channels) ? channels : [];
    }

    private static void Fold(ModelDocument model, ChannelAnalysis analysis, GraphNode node, HashSet<int> channels)
    {
        BiasFold fold = new BiasFold(model, node);
        double zero = Constant.ZeroPoint(node.Tensor(node.DataInput));
        double[]? sums = null;
        foreach (int channel in channels)
        {
            if (analysis.IsConstant(node.DataInput, channel, out double value) && value != zero)
            {
                double[] added = fold.Added(channel, value);
                sums = sums == null ? added : sums.Zip(added, (a, b) => a + b).ToArray();
            }
        }

        if (sums != null && Array.Exists(sums, sum => sum != 0))
        {
            Constant bias = Constant.Of(model, node.OwnBias(analysis.LayerOf(node)));
            for (int o = 0; o < sums.Length; o++)
            {
                double sum = bias[o] + sums[o];
                bias[o] = bias.Tensor.Type == TensorType.Int32 ? unchecked((int)(long)sum) : sum;
            }
        }
    }

    private static void SliceInputs(ModelDocument model, GraphNode node, HashSet<int> channels)
    {
        if (channels.Count != 0)
        {
            HashSet<int> columns = channels.SelectMany(channel => ChannelAnalysis.Columns(node, channel)).ToHashSet();
            Constant.Of(model, node.OwnConstant(1)).Remove(node.Filter.Shape.Length - 1, columns);
        }
    }

    private static void SliceOutputs(ModelDocument model, GraphNode node, HashSet<int> channels)
    {
        if (channels.Count == 0)
        {
            return;
        }

        Constant.Of(model, node.OwnConstant(1)).Remove(node.FilterOutputDimension, channels);
        if (node.Input(node.BiasInput) >= 0)
        {
            TensorDef bias = node.OwnConstant(node.BiasInput);
            Constant.Of(model, bias).Remove(bias.Shape.Length - 1, channels);
        }

        if (node.IsSingleInputDepthwise)
        {
            node.Definition.Options = node.Definition.Options?.Copy().Set(3, node.Filter.Shape[3]);
        }
    }

    private static void SliceOperands(ModelDocument model, GraphNode node, HashSet<int> channels)
    {
        for (int i = 0; channels.Count != 0 && i < node.Definition.Inputs.Length; i++)
        {
            int tensor = node.Definition.Inputs[i];
            if (tensor >= 0 && node.IsConstant(tensor) && node.IsElementwise && node.LastSize(tensor) == node.LastSize(node.Output))
            {
                TensorDef operand = node.OwnConstant(i);
                Constant.Of(model, operand).Remove(operand.Shape.Length - 1, channels);
            }
        }
    }

    private static void TellNewShape(ModelDocument model, GraphNode node)
    {
        int[] shape = node.Tensor(node.Output).Shape;
        if (node.Definition.Options?.Fields.ContainsKey(0) == true)
        {
            node.Definition.Options = node.Definition.Options.Copy().Set(0, shape);
        }

        if (node.Input(1) >= 0 && Constant.IsOne(model, node.Tensor(node.Input(1))) && node.LastSize(node.Input(1)) == shape.Length)
        {
            Constant sizes = Constant.Of(model, node.OwnConstant(1));
            for (int d = 0; d < shape.Length; d++)
            {
                sizes[d] = shape[d];
            }
        }
    }
}

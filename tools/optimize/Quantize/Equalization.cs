// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>
/// Cross-layer equalisation: where one layer alone feeds another, with nothing or a RELU between, channel c of the first may be
/// divided by any s[c] > 0 and multiplied again in the second, for max(0, x / s) = max(0, x) / s. With s = √(r1 / r2), r the largest
/// weights of the channel in both, the channels come to like ranges, which one scale for all of them serves better.
/// </summary>
internal static class Equalization
{
    private const int Rounds = 4;

    /// <summary>Equalises every pair, and returns a line for each.</summary>
    internal static List<string> Run(FloatGraph graph)
    {
        List<(OperatorDef First, OperatorDef Second)> pairs = new List<(OperatorDef First, OperatorDef Second)>();
        foreach (OperatorDef node in graph.Nodes)
        {
            if (Writer(graph, node) is OperatorDef first)
            {
                pairs.Add((first, node));
            }
        }
        for (int round = 0; round < Rounds; round++)
        {
            foreach ((OperatorDef first, OperatorDef second) in pairs)
            {
                Equalize(graph, first, second);
            }
        }

        return pairs.Select(pair => graph.Describe(pair.First) + " equalised with " + graph.Describe(pair.Second)).ToList();
    }

    private static bool IsLayer(FloatGraph graph, OperatorDef node)
    {
        return graph.Code(node) is BuiltinOperator.Conv2D or BuiltinOperator.DepthwiseConv2D or BuiltinOperator.FullyConnected
            && graph.IsConstant(node.Inputs[1])
            && (!LayerBias.IsPresent(node, OperatorRules.Required(graph.Code(node))) || graph.IsConstant(node.Inputs[2]));
    }

    /// <summary>The layer that may be equalised with this one, or null.</summary>
    private static OperatorDef? Writer(FloatGraph graph, OperatorDef node)
    {
        if (!IsLayer(graph, node))
        {
            return null;
        }

        int between = node.Inputs[0];
        OperatorDef? first = graph.Writer(between);
        if (first == null || !IsLayer(graph, first) || !graph.HasOneReader(between)
            || FusedActivation.Of(graph.Code(first), first) is not (Activation.None or Activation.Relu)
            || graph.Tensor(between).Quantization?.Min is { Length: > 0 })
        {
            return null;
        }

        int channels = graph.Shape(between)[^1];
        int[] shape = graph.Shape(node.Inputs[1]);
        bool fits = graph.Code(node) switch
        {
            // One filter for each input channel; in grouped convolutions input channels do not stand for themselves.
            BuiltinOperator.DepthwiseConv2D => shape[3] == channels,
            BuiltinOperator.Conv2D => shape[3] == channels,
            _ => shape[1] == channels,
        };
        return fits ? first : null;
    }

    private static void Equalize(FloatGraph graph, OperatorDef first, OperatorDef second)
    {
        OperatorRule rule = OperatorRules.Required(graph.Code(first));
        Channels outputs = new Channels(graph.Shape(first.Inputs[1]), rule.ChannelDimension);
        int[] secondShape = graph.Shape(second.Inputs[1]);
        Channels inputs = new Channels(secondShape, secondShape.Length - 1);
        float[] before = graph.Floats(first.Inputs[1]);
        float[] after = graph.Floats(second.Inputs[1]);
        double[] factors = new double[outputs.Count];
        double[] reach1 = Reach(before, outputs);
        double[] reach2 = Reach(after, inputs);
        for (int c = 0; c < factors.Length; c++)
        {
            factors[c] = reach1[c] > 0 && reach2[c] > 0 ? Math.Clamp(Math.Sqrt(reach1[c] / reach2[c]), 1e-3, 1e3) : 1;
        }

        // Only the channels' ratios matter; the layers as wholes keep their sizes.
        double middle = Math.Exp(factors.Average(Math.Log));
        for (int c = 0; c < factors.Length; c++)
        {
            factors[c] /= middle;
        }

        Replace(graph, first, 1, before.Select((weight, i) => (float)(weight / factors[outputs.Of(i)])).ToArray());
        Replace(graph, second, 1, after.Select((weight, i) => (float)(weight * factors[inputs.Of(i)])).ToArray());
        if (LayerBias.IsPresent(first, rule))
        {
            LayerBias.Set(graph, first, rule, LayerBias.Get(graph, first, rule).Select((value, c) => (float)(value / factors[c])).ToArray());
        }
    }

    private static double[] Reach(float[] weights, Channels channels)
    {
        double[] reach = new double[channels.Count];
        for (int i = 0; i < weights.Length; i++)
        {
            reach[channels.Of(i)] = Math.Max(reach[channels.Of(i)], Math.Abs(weights[i]));
        }

        return reach;
    }

    private static void Replace(FloatGraph graph, OperatorDef node, int input, float[] values)
    {
        TensorDef own = graph.Tensor(node.Inputs[input]);
        node.Inputs = (int[])node.Inputs.Clone();
        node.Inputs[input] = graph.AddFloats(own.Name, own.Shape, values);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>
/// Folds a multiplication by a constant, or an addition or subtraction of one, as a batch normalisation leaves them, into the weights
/// and the bias of the layer before: for y[c] = a[c] · (Σ x w[c] + b[c]) the weights become a[c] w[c] and the bias a[c] b[c].
/// </summary>
internal static class AffineFolding
{
    /// <summary>Folds whatever can be folded, and returns a line for each.</summary>
    internal static List<string> Run(FloatGraph graph)
    {
        List<string> done = new List<string>();
        for (int n = 0; n < graph.Nodes.Count;)
        {
            string? line = Fold(graph, graph.Nodes[n]);
            if (line == null)
            {
                n++;
            }
            else
            {
                done.Add(line);
                graph.Nodes.RemoveAt(n);
            }
        }

        return done;
    }

    private static string? Fold(FloatGraph graph, OperatorDef node)
    {
        BuiltinOperator code = graph.Code(node);
        if (code is not (BuiltinOperator.Mul or BuiltinOperator.Add or BuiltinOperator.Sub) || !graph.IsFloat(node.Outputs[0]))
        {
            return null;
        }

        bool isSecondConstant = graph.IsConstant(node.Inputs[1]);
        int data = node.Inputs[isSecondConstant ? 0 : 1];
        int constant = node.Inputs[isSecondConstant ? 1 : 0];
        OperatorDef? layer = graph.Writer(data);
        if (!graph.IsConstant(constant) || layer == null || (code == BuiltinOperator.Sub && !isSecondConstant))
        {
            return null;
        }

        OperatorRule? rule = OperatorRules.Of(graph.Code(layer));
        if (rule == null || rule.Weights < 0 || !graph.HasOneReader(data) || !graph.IsConstant(layer.Inputs[rule.Weights])
            || FusedActivation.Of(graph.Code(layer), layer) != Activation.None
            || HasRange(graph.Tensor(data)))
        {
            return null;
        }

        int channels = graph.Shape(layer.Inputs[rule.Weights])[rule.ChannelDimension];
        float[]? factors = PerChannel(graph, constant, channels, graph.Shape(node.Outputs[0]));
        bool isSameShape = graph.Shape(data).SequenceEqual(graph.Shape(node.Outputs[0]));
        if (factors == null || !isSameShape || (rule.Bias < layer.Inputs.Length && layer.Inputs[rule.Bias] >= 0
            && !graph.IsConstant(layer.Inputs[rule.Bias])))
        {
            return null;
        }

        string line = graph.Describe(node) + " folded into " + graph.Describe(layer);
        if (code == BuiltinOperator.Mul)
        {
            Scale(graph, layer, rule, factors);
        }
        else
        {
            Shift(graph, layer, rule, factors, code == BuiltinOperator.Sub ? -1 : 1);
        }

        Activation activation = FusedActivation.Of(code, node);
        if (activation != Activation.None)
        {
            FusedActivation.Set(graph.Code(layer), layer, activation);
        }

        layer.Outputs[0] = node.Outputs[0];
        return line;
    }

    private static bool HasRange(TensorDef tensor)
    {
        return tensor.Quantization?.Min is { Length: > 0 };
    }

    /// <summary>The constant's value for each channel, or null where it differs within a channel.</summary>
    private static float[]? PerChannel(FloatGraph graph, int constant, int channels, int[] shape)
    {
        float[] values = graph.Floats(constant);
        if (values.Length == 1)
        {
            return Enumerable.Repeat(values[0], channels).ToArray();
        }

        int[] own = graph.Shape(constant);
        bool isVector = values.Length == channels && own.Length > 0 && own[^1] == channels && shape.Length > 0 && shape[^1] == channels;
        return isVector ? values : null;
    }

    private static void Scale(FloatGraph graph, OperatorDef layer, OperatorRule rule, float[] factors)
    {
        int tensor = layer.Inputs[rule.Weights];
        float[] weights = graph.Floats(tensor);
        Channels channels = new Channels(graph.Shape(tensor), rule.ChannelDimension);
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= factors[channels.Of(i)];
        }

        layer.Inputs = (int[])layer.Inputs.Clone();
        layer.Inputs[rule.Weights] = graph.AddFloats(graph.Tensor(tensor).Name, graph.Shape(tensor), weights);
        if (rule.Bias < layer.Inputs.Length && layer.Inputs[rule.Bias] >= 0)
        {
            float[] bias = graph.Floats(layer.Inputs[rule.Bias]).Select((value, c) => value * factors[c]).ToArray();
            layer.Inputs[rule.Bias] = graph.AddFloats(graph.Tensor(layer.Inputs[rule.Bias]).Name, [bias.Length], bias);
        }
    }

    private static void Shift(FloatGraph graph, OperatorDef layer, OperatorRule rule, float[] terms, int sign)
    {
        LayerBias.Set(graph, layer, rule, LayerBias.Get(graph, layer, rule).Select((value, c) => value + sign * terms[c]).ToArray());
    }
}

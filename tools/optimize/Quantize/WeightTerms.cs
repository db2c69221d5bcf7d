// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>
/// int8 weights leave 45 to 50 dB of signal to noise, which int16 activations are too good for. A layer whose weights are that coarse
/// becomes two that are added: one with the weights rounded to int8, one with what the rounding left, 256 times finer. This costs the
/// layer's multiplications twice. A PRELU, whose slopes are int8 too, becomes max(x, 0) + slope · min(x, 0).
/// </summary>
internal static class WeightTerms
{
    // Well below what int16 activations leave (about 80 dB), well above what the usual int8 weights do.
    private const double Enough = 66;

    /// <summary>Splits what is too coarse, and returns a line for each.</summary>
    internal static List<string> Run(FloatGraph graph, QuantizeOptions options)
    {
        List<string> done = new List<string>();
        if (options.Scheme != Scheme.Int16x8 || options.WeightTerms == 1)
        {
            return done;
        }

        foreach (OperatorDef node in graph.Nodes.ToArray())
        {
            OperatorRule? rule = OperatorRules.Of(graph.Code(node));
            int input = rule == null ? -1 : rule.Weights >= 0 ? rule.Weights : rule.NarrowInput;
            if (rule == null || input < 0 || !graph.IsConstant(node.Inputs[input]))
            {
                continue;
            }

            double decibels = graph.Code(node) == BuiltinOperator.Prelu
                ? NarrowNoise(graph, node.Inputs[input])
                : WeightNoise(graph, node, rule);
            if (options.WeightTerms == 2 || decibels < Enough)
            {
                done.Add(graph.Describe(node) + ": int8 weights alone would give " + Math.Round(decibels, 1).ToString(System.Globalization.CultureInfo.InvariantCulture)
                    + " dB, " + (graph.Code(node) == BuiltinOperator.Prelu ? "the slopes become int16 in a MUL" : "a second layer adds the remainder"));
                if (graph.Code(node) == BuiltinOperator.Prelu)
                {
                    SplitSlopes(graph, node);
                }
                else
                {
                    SplitWeights(graph, node, rule);
                }
            }
        }

        return done;
    }

    private static WeightQuantization ParametersOf(FloatGraph graph, OperatorDef node, OperatorRule rule)
    {
        int weights = node.Inputs[rule.Weights];
        return new WeightQuantization(
            graph.Floats(weights), graph.Shape(weights), rule.ChannelDimension, 8, graph.Tensor(weights).Quantization);
    }

    private static float[] Rounded(FloatGraph graph, OperatorDef node, OperatorRule rule)
    {
        WeightQuantization parameters = ParametersOf(graph, node, rule);
        Channels channels = new Channels(graph.Shape(node.Inputs[rule.Weights]), rule.ChannelDimension);
        return parameters.Stored().Select((stored, i) => stored * parameters.Scale(channels.Of(i))).ToArray();
    }

    private static double WeightNoise(FloatGraph graph, OperatorDef node, OperatorRule rule)
    {
        NoiseRatio noise = new NoiseRatio();
        noise.Add(graph.Floats(node.Inputs[rule.Weights]), Rounded(graph, node, rule));
        return noise.Decibels;
    }

    private static double NarrowNoise(FloatGraph graph, int tensor)
    {
        float[] values = graph.Floats(tensor);
        QuantizationParameters parameters = QuantizationParameters.Covering(values.Min(), values.Max(), 8, isSymmetric: true);
        NoiseRatio noise = new NoiseRatio();
        noise.Add(values, values.Select(value => (float)parameters.Real(parameters.Stored(value))).ToArray());
        return noise.Decibels;
    }

    private static void SplitWeights(FloatGraph graph, OperatorDef node, OperatorRule rule)
    {
        BuiltinOperator code = graph.Code(node);
        int weights = node.Inputs[rule.Weights];
        int output = node.Outputs[0];
        TensorDef definition = graph.Tensor(weights);
        float[] all = graph.Floats(weights);
        float[] coarse = Rounded(graph, node, rule);
        float[] rest = all.Select((value, i) => value - coarse[i]).ToArray();
        Activation activation = FusedActivation.Of(code, node);
        FusedActivation.Set(code, node, Activation.None);

        string name = graph.Tensor(output).Name;
        int first = graph.AddTensor(name + "/coarse", TensorType.Float32, graph.Tensor(output).Shape);
        int second = graph.AddTensor(name + "/rest", TensorType.Float32, graph.Tensor(output).Shape);
        OperatorDef fine = graph.NewNode(
            code, node.Options?.Copy(), node.Inputs.Select((tensor, i) => i == rule.Bias ? -1 : tensor).ToArray(), [second],
            graph.Model.OperatorCodes[node.OpcodeIndex].Version);
        fine.Inputs[rule.Weights] = graph.AddFloats(definition.Name + "/rest", definition.Shape, rest);
        node.Inputs = (int[])node.Inputs.Clone();
        node.Inputs[rule.Weights] = graph.AddFloats(definition.Name, definition.Shape, coarse);
        node.Outputs = [first];
        OperatorDef sum = graph.NewNode(BuiltinOperator.Add, Options.Add(activation), [first, second], [output]);
        graph.Nodes.InsertRange(graph.Nodes.IndexOf(node) + 1, [fine, sum]);
    }

    private static void SplitSlopes(FloatGraph graph, OperatorDef node)
    {
        int input = node.Inputs[0];
        int slopes = node.Inputs[1];
        int output = node.Outputs[0];
        string name = graph.Tensor(output).Name;
        int[] shape = graph.Tensor(input).Shape;
        int positive = graph.AddTensor(name + "/positive", TensorType.Float32, shape);
        int negative = graph.AddTensor(name + "/negative", TensorType.Float32, shape);
        int bent = graph.AddTensor(name + "/bent", TensorType.Float32, graph.Tensor(output).Shape);
        int at = graph.Nodes.IndexOf(node);
        graph.Nodes.RemoveAt(at);
        graph.Nodes.InsertRange(at,
        [
            graph.NewNode(BuiltinOperator.Relu, null, [input], [positive]),
            graph.NewNode(BuiltinOperator.Sub, Options.Sub(), [input, positive], [negative]),
            graph.NewNode(BuiltinOperator.Mul, Options.Mul(), [negative, slopes], [bent]),
            graph.NewNode(BuiltinOperator.Add, Options.Add(), [positive, bent], [output]),
        ]);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Optimize.Data;
using TinyInterp.Optimize.Trace;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>
/// Takes the mean error of each channel out of the biases: rounding the weights of a channel shifts what it gives on average, and the
/// bias can shift it back. Layers are corrected from the first to the last, each after those before it.
/// </summary>
internal static class BiasCorrection
{
    private const int MostSamples = 48;

    /// <summary>Corrects the biases of a rewritten graph, and returns a line for each layer.</summary>
    /// <param name="graph">The integer graph, tensors still numbered as in the float one.</param>
    /// <param name="before">The float model that the integer one was made from.</param>
    /// <param name="samples">Calibration data.</param>
    internal static List<string> Run(FloatGraph graph, byte[] before, IReadOnlyList<Sample> samples)
    {
        List<string> done = new List<string>();
        OperatorDef[] layers = graph.Nodes.Where(node => CanCorrect(graph, node)).ToArray();
        IReadOnlyList<Sample> few = Spread(samples);
        Dictionary<int, double[]> expected = Means(before, few, layers.Select(node => node.Outputs[0]).ToHashSet(), graph);
        foreach (OperatorDef layer in layers)
        {
            int output = layer.Outputs[0];
            double[] found = Means(graph.Model.ToBytes(), few, [output], graph)[output];
            double largest = Correct(graph, layer, expected[output].Zip(found, (want, have) => want - have).ToArray());
            if (largest > 0)
            {
                done.Add("bias of " + graph.Describe(layer) + " corrected by up to "
                    + largest.ToString("G3", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return done;
    }

    private static bool CanCorrect(FloatGraph graph, OperatorDef node)
    {
        OperatorRule? rule = OperatorRules.Of(graph.Code(node));
        return rule != null && rule.Weights >= 0 && LayerBias.IsPresent(node, rule) && graph.IsConstant(node.Inputs[rule.Bias])
            && graph.Tensor(node.Inputs[rule.Bias]).Type is TensorType.Int32 or TensorType.Int64;
    }

    private static IReadOnlyList<Sample> Spread(IReadOnlyList<Sample> samples)
    {
        int count = Math.Min(samples.Count, MostSamples);
        return Enumerable.Range(0, count).Select(i => samples[(int)((long)i * samples.Count / count)]).ToArray();
    }

    /// <summary>Mean of each channel of some tensors, channels being the last dimension.</summary>
    private static Dictionary<int, double[]> Means(byte[] model, IReadOnlyList<Sample> samples, HashSet<int> tensors, FloatGraph graph)
    {
        Dictionary<int, double[]> means = tensors.ToDictionary(tensor => tensor, tensor => new double[graph.Shape(tensor)[^1]]);
        TensorTrace trace = new TensorTrace(model);
        foreach (Sample sample in samples)
        {
            trace.Run(sample.Inputs, (tensor, values) =>
            {
                if (means.TryGetValue(tensor, out double[]? sums))
                {
                    double share = (double)sums.Length / values.Length / samples.Count;
                    for (int i = 0; i < values.Length; i++)
                    {
                        sums[i % sums.Length] += values[i] * share;
                    }
                }
            });
        }

        return means;
    }

    private static double Correct(FloatGraph graph, OperatorDef layer, double[] errors)
    {
        TensorDef bias = graph.Tensor(layer.Inputs[OperatorRules.Required(graph.Code(layer)).Bias]);
        byte[] data = graph.Model.Buffers[bias.BufferIndex].Data ?? [];
        bool isWide = bias.Type == TensorType.Int64;
        long[] stored = new long[errors.Length];
        float[] scales = bias.Quantization?.Scale ?? throw new InvalidOperationException(bias.Name + " has no scales.");
        double largest = 0;
        for (int c = 0; c < stored.Length; c++)
        {
            double scale = scales[scales.Length == 1 ? 0 : c];
            long step = (long)Math.Round(errors[c] / scale);
            stored[c] = (isWide ? BitConverter.ToInt64(data, 8 * c) : BitConverter.ToInt32(data, 4 * c)) + step;
            largest = Math.Max(largest, Math.Abs(step * scale));
        }

        graph.Model.Buffers[bias.BufferIndex].Data = isWide ? StoredBytes.Int64(stored) : StoredBytes.Int32(stored);
        return largest;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Kernels;
using TinyInterp.Compiler.Writing;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Movement;

/// <summary>
/// Where each output element of a node that only moves data comes from. The node's kernel says so itself: it is run on inputs whose elements are the
/// digits of their own numbers, and twice on inputs that are all alike, which shows the elements that are constant.
/// </summary>
internal sealed class ElementMap
{
    private const int Base = 100;

    private ElementMap(IReadOnlyList<GraphTensor> inputs, IReadOnlyList<Run> runs)
    {
        Inputs = inputs;
        Runs = runs;
    }

    /// <summary>The inputs that are moved.</summary>
    internal IReadOnlyList<GraphTensor> Inputs { get; }

    /// <summary>All output elements as the longest runs that are contiguous on both sides.</summary>
    internal IReadOnlyList<Run> Runs { get; }

    /// <summary>The map of a node, or null if its kernel computes something or if what it moves depends on the data.</summary>
    internal static ElementMap? Of(GraphNode node)
    {
        GraphTensor[] inputs = node.Inputs.OfType<GraphTensor>().Where(input => !input.IsConstant).Distinct().ToArray();
        GraphTensor[] outputs = node.Outputs.ToArray();
        if (inputs.Length == 0 || outputs.Length == 0 || inputs.Concat(outputs).Any(tensor => tensor.ElementCount == 0
            || tensor.Type != inputs[0].Type || tensor.Tensor.IsVariable || StorageRegion.Of(tensor.Type) == null)
            || inputs[0].Type is TensorType.Bool or TensorType.Int64)
        {
            return null;
        }

        int count = inputs.Sum(input => input.ElementCount);
        double[]? ones = Evaluate(node, inputs, _ => 1);
        double[]? twos = ones == null ? null : Evaluate(node, inputs, _ => 2);
        if (ones == null || twos == null)
        {
            return null;
        }

        // An element is moved if it follows the inputs, and constant if it does not.
        int[] sources = new int[ones.Length];
        for (int i = 0; i < ones.Length; i++)
        {
            bool isMoved = ones[i] == 1 && twos[i] == 2;
            if (!isMoved && ones[i] != twos[i])
            {
                return null;
            }

            sources[i] = isMoved ? 0 : -1;
        }

        int weight = 1;
        for (int left = count; left > 0; left /= Base, weight *= Base)
        {
            int place = weight;
            double[]? digits = Evaluate(node, inputs, g => g / place % Base);
            if (digits == null)
            {
                return null;
            }

            for (int i = 0; i < sources.Length; i++)
            {
                sources[i] += sources[i] < 0 ? 0 : (int)digits[i] * weight;
            }
        }

        return IsRight(node, inputs, sources, ones, count) ? new ElementMap(inputs, FindRuns(outputs, inputs, sources, ones)) : null;
    }

    /// <summary>Runs the kernel on inputs that are a function of the element's number.</summary>
    private static double[]? Evaluate(GraphNode node, GraphTensor[] inputs, Func<int, double> value)
    {
        int number = 0;
        foreach (GraphTensor input in inputs)
        {
            for (int i = 0; i < input.ElementCount; i++, number++)
            {
                if (input.Type == TensorType.Float32)
                {
                    input.Tensor.Float32[input.Tensor.Offset + i] = (float)value(number);
                }
                else
                {
                    input.Tensor.SetInteger(i, (long)value(number));
                }
            }
        }

        return !KernelProbe.TryEval(node) ? null : node.Outputs.SelectMany(output => Enumerable.Range(0, output.ElementCount).Select(
            i => output.Type == TensorType.Float32 ? output.Tensor.Float32[output.Tensor.Offset + i] : (double)output.Tensor.GetInteger(i))).ToArray();
    }

    private static bool IsRight(GraphNode node, GraphTensor[] inputs, int[] sources, double[] constants, int count)
    {
        Random random = new Random(5);
        double[] values = Enumerable.Range(0, count).Select(_ => (double)random.Next(-128, 128)).ToArray();
        double[]? outputs = Evaluate(node, inputs, number => values[number]);
        return outputs != null && sources.All(source => source < count)
            && outputs.Select((output, i) => output == (sources[i] < 0 ? constants[i] : values[sources[i]])).All(isEqual => isEqual);
    }

    private static List<Run> FindRuns(GraphTensor[] outputs, GraphTensor[] inputs, int[] sources, double[] constants)
    {
        List<Run> runs = new();
        int at = 0;
        foreach (GraphTensor output in outputs)
        {
            for (int i = 0; i < output.ElementCount; i++, at++)
            {
                int place = sources[at];
                GraphTensor? source = null;
                if (place >= 0)
                {
                    int k = 0;
                    for (; place >= inputs[k].ElementCount; k++)
                    {
                        place -= inputs[k].ElementCount;
                    }

                    source = inputs[k];
                }

                Run? last = runs.Count == 0 ? null : runs[^1];
                if (last != null && last.Target == output && last.Source == source
                    && (source == null ? last.Value == constants[at] : last.From + last.Count == place))
                {
                    runs[^1] = last with { Count = last.Count + 1 };
                }
                else
                {
                    runs.Add(new Run(output, i, source, place, source == null ? constants[at] : 0, 1));
                }
            }
        }

        return runs;
    }
}

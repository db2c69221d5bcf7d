// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>
/// Stores float32 constants as float16, each with a DEQUANTIZE node just before the first node that reads it. Constants that a half
/// cannot hold, or too small to gain by it, stay as they are.
/// </summary>
internal static class Float16Rewrite
{
    private const float LargestHalf = 65504;

    // Below this the node and the second tensor take more of the file than the constant saves.
    private const int FewElements = 64;

    /// <summary>Changes the graph, and returns the tensors that are stored in halves and the lines about those that cannot be.</summary>
    internal static (List<int> Halves, List<string> Kept) Run(FloatGraph graph)
    {
        List<int> halves = new List<int>();
        List<string> kept = new List<string>();
        Dictionary<int, int> expanded = new Dictionary<int, int>();
        foreach (OperatorDef node in graph.Nodes.ToArray())
        {
            node.Inputs = (int[])node.Inputs.Clone();
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                int tensor = node.Inputs[i];
                if (!graph.IsFloat(tensor) || !graph.IsConstant(tensor) || graph.Count(tensor) < FewElements)
                {
                    continue;
                }

                float[] values = graph.Floats(tensor);
                if (values.Any(value => Math.Abs(value) > LargestHalf))
                {
                    kept.Add(graph.Describe(tensor) + " stays float32: it holds values that float16 cannot represent");
                    continue;
                }

                if (!expanded.TryGetValue(tensor, out int real))
                {
                    real = Expand(graph, node, tensor, values, halves);
                    expanded.Add(tensor, real);
                }

                node.Inputs[i] = real;
            }
        }

        return (halves, kept.Distinct().ToList());
    }

    private static int Expand(FloatGraph graph, OperatorDef reader, int tensor, float[] values, List<int> halves)
    {
        TensorDef own = graph.Tensor(tensor);
        Half[] stored = values.Select(value => (Half)value).ToArray();
        int half = graph.AddConstant(
            own.Name + "/half", TensorType.Float16, own.Shape, MemoryMarshal.AsBytes<Half>(stored).ToArray());
        int real = graph.AddTensor(own.Name, TensorType.Float32, own.Shape);
        OperatorDef node = graph.NewNode(
            BuiltinOperator.Dequantize, new OptionsTable(BuiltinOptionsType.Dequantize), [half], [real], 3);
        graph.Nodes.Insert(graph.Nodes.IndexOf(reader), node);
        halves.Add(half);
        return real;
    }
}

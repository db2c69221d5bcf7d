// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Says how each tensor of a quantised model was quantised.</summary>
internal static class TensorList
{
    internal static IReadOnlyList<QuantizedTensor> Of(FloatGraph graph, QuantizationPlan plan)
    {
        HashSet<int> used = new HashSet<int>(graph.Main.Inputs);
        foreach (OperatorDef node in graph.Nodes)
        {
            used.UnionWith(node.Inputs);
            used.UnionWith(node.Outputs);
        }

        return used.Where(t => t >= 0 && graph.Tensor(t).Quantization?.Scale is { Length: > 0 }).Order()
            .Select(t => Describe(graph, plan, t)).ToArray();
    }

    private static QuantizedTensor Describe(FloatGraph graph, QuantizationPlan plan, int tensor)
    {
        TensorDef definition = graph.Tensor(tensor);
        float[] scales = definition.Quantization?.Scale ?? [];
        long zeroPoint = definition.Quantization?.ZeroPoint is { Length: > 0 } zeroPoints ? zeroPoints[0] : 0;
        string type = definition.Type.ToString().ToLowerInvariant();
        if (plan != null && plan.Has(tensor))
        {
            RangeChoice choice = plan.Choice(tensor);
            return new QuantizedTensor(definition.Name, type, choice.Least, choice.Greatest, scales[0], zeroPoint, 1, choice.Method);
        }

        return new QuantizedTensor(
            definition.Name, type, 0, 0, scales[0], zeroPoint, scales.Length, definition.IsVariable ? "state" : "weights");
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Puts QUANTIZE before quantised inputs and DEQUANTIZE after quantised outputs, so that callers see float32.</summary>
internal static class InputsAndOutputs
{
    internal static void MakeFloat(FloatGraph graph)
    {
        List<OperatorDef> before = new List<OperatorDef>();
        Dictionary<int, int> outer = new Dictionary<int, int>();
        for (int i = 0; i < graph.Main.Inputs.Count; i++)
        {
            int inner = graph.Main.Inputs[i];
            if (IsInteger(graph, inner))
            {
                int outside = Outside(graph, inner);
                before.Add(graph.NewNode(
                    BuiltinOperator.Quantize, new OptionsTable(BuiltinOptionsType.Quantize), [outside], [inner]));
                graph.Main.Inputs[i] = outside;
                Remap(graph.Model.Signatures?.SelectMany(signature => signature.Inputs ?? []), inner, outside);
            }
        }

        for (int i = 0; i < graph.Main.Outputs.Count; i++)
        {
            int inner = graph.Main.Outputs[i];
            if (IsInteger(graph, inner))
            {
                if (!outer.TryGetValue(inner, out int outside))
                {
                    outside = Outside(graph, inner);
                    outer.Add(inner, outside);
                    graph.Nodes.Add(graph.NewNode(
                        BuiltinOperator.Dequantize, new OptionsTable(BuiltinOptionsType.Dequantize), [inner], [outside], 2));
                }

                graph.Main.Outputs[i] = outside;
                Remap(graph.Model.Signatures?.SelectMany(signature => signature.Outputs ?? []), inner, outside);
            }
        }

        graph.Nodes.InsertRange(0, before);
    }

    private static bool IsInteger(FloatGraph graph, int tensor)
    {
        return graph.Tensor(tensor).Type is TensorType.Int8 or TensorType.Int16 && graph.Tensor(tensor).Quantization?.Scale != null;
    }

    /// <summary>The float32 tensor gets the name that callers know.</summary>
    private static int Outside(FloatGraph graph, int inner)
    {
        TensorDef definition = graph.Tensor(inner);
        int outside = graph.AddTensor(definition.Name, TensorType.Float32, definition.Shape);
        graph.Tensor(outside).ShapeSignature = definition.ShapeSignature;
        definition.Name += "/quantised";
        return outside;
    }

    private static void Remap(IEnumerable<TensorMapDef>? maps, int from, int to)
    {
        foreach (TensorMapDef map in maps ?? [])
        {
            map.TensorIndex = map.TensorIndex == from ? to : map.TensorIndex;
        }
    }
}

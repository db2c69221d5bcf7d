// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Lets the layer before apply an activation that stands alone, which saves a pass and a rounding.</summary>
internal static class ActivationFusion
{
    /// <summary>Fuses whatever can be fused, and returns a line for each.</summary>
    internal static List<string> Run(FloatGraph graph)
    {
        List<string> done = new List<string>();
        for (int n = 0; n < graph.Nodes.Count;)
        {
            OperatorDef node = graph.Nodes[n];
            Activation activation = graph.Code(node) switch
            {
                BuiltinOperator.Relu => Activation.Relu,
                BuiltinOperator.Relu6 => Activation.Relu6,
                BuiltinOperator.ReluN1To1 => Activation.ReluN1To1,
                _ => Activation.None,
            };
            OperatorDef? layer = activation == Activation.None ? null : graph.Writer(node.Inputs[0]);
            if (layer == null || FusedActivation.Field(graph.Code(layer)) < 0 || !graph.HasOneReader(node.Inputs[0])
                || !graph.IsFloat(node.Inputs[0]) || FusedActivation.Of(graph.Code(layer), layer) != Activation.None)
            {
                n++;
                continue;
            }

            done.Add(graph.Describe(node) + " fused into " + graph.Describe(layer));
            FusedActivation.Set(graph.Code(layer), layer, activation);
            layer.Outputs[0] = node.Outputs[0];
            graph.Nodes.RemoveAt(n);
        }

        return done;
    }
}

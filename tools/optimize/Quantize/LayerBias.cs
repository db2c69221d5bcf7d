// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>The float32 bias of a layer, which may be left out.</summary>
internal static class LayerBias
{
    internal static bool IsPresent(OperatorDef layer, OperatorRule rule)
    {
        return rule.Bias >= 0 && rule.Bias < layer.Inputs.Length && layer.Inputs[rule.Bias] >= 0;
    }

    /// <summary>One value for each channel, zeros where there is no bias.</summary>
    internal static float[] Get(FloatGraph graph, OperatorDef layer, OperatorRule rule)
    {
        return IsPresent(layer, rule)
            ? graph.Floats(layer.Inputs[rule.Bias])
            : new float[graph.Shape(layer.Inputs[rule.Weights])[rule.ChannelDimension]];
    }

    /// <summary>Gives the layer a bias of its own.</summary>
    internal static void Set(FloatGraph graph, OperatorDef layer, OperatorRule rule, float[] values)
    {
        string name = IsPresent(layer, rule)
            ? graph.Tensor(layer.Inputs[rule.Bias]).Name
            : graph.Tensor(layer.Outputs[0]).Name + "/bias";
        layer.Inputs = layer.Inputs.Concat(Enumerable.Repeat(-1, Math.Max(0, rule.Bias + 1 - layer.Inputs.Length))).ToArray();
        layer.Inputs[rule.Bias] = graph.AddFloats(name, [values.Length], values);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Refuses at once, in one line, what could not be quantised in the end.</summary>
internal static class SanityCheck
{
    /// <summary>One graph, of float32 tensors, with numbers for weights.</summary>
    /// <exception cref="QuantizeException">The model cannot be quantised.</exception>
    internal static void RequireSound(FloatGraph graph)
    {
        if (graph.Model.Subgraphs.Count != 1)
        {
            throw new QuantizeException(
                "the model has " + graph.Model.Subgraphs.Count + " subgraphs; control flow cannot be quantised");
        }

        RequireFloat(graph);
        RequireNumbers(graph);
    }

    /// <summary>A kernel for every node.</summary>
    /// <exception cref="QuantizeException">The model cannot be quantised.</exception>
    internal static void RequireSupported(FloatGraph graph, Scheme scheme)
    {
        if (scheme == Scheme.Float16)
        {
            return;
        }

        int bits = scheme == Scheme.Int16x8 ? 16 : 8;
        foreach (OperatorDef node in graph.Nodes)
        {
            RequireSupported(graph, node, bits);
        }
    }

    private static void RequireFloat(FloatGraph graph)
    {
        for (int t = 0; t < graph.Main.Tensors.Count; t++)
        {
            TensorDef tensor = graph.Tensor(t);
            if (tensor.Type is TensorType.Int8 or TensorType.UInt8 or TensorType.Int16 or TensorType.Int4
                && tensor.Quantization?.Scale is { Length: > 0 })
            {
                throw new QuantizeException(
                    "the model is already quantised: " + graph.Describe(t) + " is " + tensor.Type.ToString().ToLowerInvariant()
                        + "; quantise the float32 model it was made from");
            }

            if (tensor.Type == TensorType.Float16)
            {
                throw new QuantizeException(
                    "the model's weights are already float16: " + graph.Describe(t) + "; quantise the float32 model it was made from");
            }
        }

        if (!graph.Main.Tensors.Any(tensor => tensor.Type == TensorType.Float32))
        {
            throw new QuantizeException("the model has no float32 tensor, so there is nothing to quantise");
        }
    }

    private static void RequireNumbers(FloatGraph graph)
    {
        for (int t = 0; t < graph.Main.Tensors.Count; t++)
        {
            if (graph.IsFloat(t) && graph.Tensor(t).Sparsity != null)
            {
                throw new QuantizeException("weights " + graph.Describe(t) + " are sparse, which is not supported");
            }

            float[] values = graph.IsFloat(t) && graph.Data(t) != null ? graph.Floats(t) : [];
            int at = Array.FindIndex(values, value => !float.IsFinite(value));
            if (at >= 0)
            {
                throw new QuantizeException(
                    "weights " + graph.Describe(t) + " hold " + (float.IsNaN(values[at]) ? "NaN" : "infinity") + " at element " + at
                        + "; the model cannot be quantised");
            }
        }
    }

    private static void RequireSupported(FloatGraph graph, OperatorDef node, int bits)
    {
        bool touchesFloats = node.Inputs.Concat(node.Outputs).Any(graph.IsFloat);
        BuiltinOperator code = graph.Code(node);
        if (code == BuiltinOperator.Custom || (touchesFloats && OperatorRules.Of(code)?.Supports(bits) != true))
        {
            throw new QuantizeException(
                graph.Describe(node) + " cannot be quantised: there is no int" + bits + " kernel for it");
        }

        if (!touchesFloats)
        {
            return;
        }

        OperatorRule rule = OperatorRules.Required(code);

        if (code == BuiltinOperator.Cast && (!graph.IsFloat(node.Inputs[0]) || !graph.IsFloat(node.Outputs[0])))
        {
            throw new QuantizeException(graph.Describe(node) + " cannot be quantised: it would treat stored values as real values");
        }

        if (rule.Bias >= 0 && rule.Bias < node.Inputs.Length && node.Inputs[rule.Bias] >= 0 && !graph.IsConstant(node.Inputs[rule.Bias]))
        {
            throw new QuantizeException(graph.Describe(node) + " cannot be quantised: its bias is not a constant");
        }

        if (code == BuiltinOperator.UnidirectionalSequenceLstm)
        {
            RequireLstm(graph, node);
        }

        if (code == BuiltinOperator.Svdf && (!graph.IsConstant(node.Inputs[1]) || !graph.IsConstant(node.Inputs[2])
            || (node.Inputs[3] >= 0 && !graph.IsConstant(node.Inputs[3])) || node.Options?.Get<sbyte>(1, 0) is not (null or 0 or 1)))
        {
            throw new QuantizeException(
                graph.Describe(node) + " cannot be quantised: the int8 kernel takes constant weights and no activation but RELU");
        }

        if (code == BuiltinOperator.Prelu && !graph.IsConstant(node.Inputs[1]))
        {
            throw new QuantizeException(graph.Describe(node) + " cannot be quantised: its slopes are not constant");
        }
    }

    private static void RequireLstm(FloatGraph graph, OperatorDef node)
    {
        for (int i = 1; i < node.Inputs.Length; i++)
        {
            bool isAsked = i <= 8 || (i >= 12 && i <= 15);
            bool isState = i is 18 or 19;
            int tensor = node.Inputs[i];
            if (isAsked ? !graph.IsConstant(tensor) : !isState && tensor >= 0)
            {
                throw new QuantizeException(
                    graph.Describe(node) + " cannot be quantised: the integer kernel takes four gates with constant weights and biases,"
                        + " no peepholes, projection or layer normalisation");
            }
        }

        if (node.Options == null || node.Options.Get<sbyte>(0, 0) != (sbyte)Activation.Tanh)
        {
            throw new QuantizeException(graph.Describe(node) + " cannot be quantised: the integer kernel's activation is TANH");
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Optimize.Quantize;
using TinyInterp.Schema;
using TinyInterp.Writer;
using PaddingRules = TinyInterp.Kernels.Padding;

namespace TinyInterp.Optimize.Patch;

/// <summary>
/// Which nodes can run patch by patch: those whose output cell depends on a window of cells of each input. Sums over padded cells are exact
/// for integers only.
/// </summary>
internal static class PatchLayers
{
    private const int PaddingField = 0;
    private const int StrideWField = 1;
    private const int StrideHField = 2;

    private static readonly HashSet<BuiltinOperator> _windowed =
    [
        BuiltinOperator.Conv2D, BuiltinOperator.DepthwiseConv2D, BuiltinOperator.MaxPool2D, BuiltinOperator.AveragePool2D, BuiltinOperator.Pad,
        BuiltinOperator.PadV2,
    ];

    private static readonly HashSet<BuiltinOperator> _elementwise =
    [
        BuiltinOperator.Relu, BuiltinOperator.Relu6, BuiltinOperator.ReluN1To1, BuiltinOperator.LeakyRelu, BuiltinOperator.Prelu,
        BuiltinOperator.HardSwish, BuiltinOperator.Logistic, BuiltinOperator.Tanh, BuiltinOperator.Elu, BuiltinOperator.Abs,
        BuiltinOperator.Quantize, BuiltinOperator.Dequantize, BuiltinOperator.Add, BuiltinOperator.Sub, BuiltinOperator.Mul,
        BuiltinOperator.Maximum, BuiltinOperator.Minimum, BuiltinOperator.Concatenation,
    ];

    /// <summary>A node as a layer of a stage.</summary>
    /// <exception cref="PatchException">It cannot run patch by patch.</exception>
    internal static PatchLayer Of(FloatGraph graph, int index)
    {
        OperatorDef node = graph.Nodes[index];
        if (node.Outputs is not { Length: 1 } || node.Inputs is not { Length: > 0 } || node.Inputs[0] < 0)
        {
            throw Refusal(graph, node, "it has not one input and one output");
        }

        if (!_windowed.Contains(graph.Code(node)) && !_elementwise.Contains(graph.Code(node)))
        {
            throw Refusal(graph, node, "it cannot run in patches, because an output cell depends on more than a window of cells");
        }

        int[] computed = node.Inputs.Where(input => input >= 0 && !graph.IsConstant(input)).Distinct().ToArray();
        foreach (int tensor in computed.Append(node.Outputs[0]))
        {
            RequirePicture(graph, node, tensor);
        }

        switch (graph.Code(node))
        {
            case BuiltinOperator.Conv2D:
            case BuiltinOperator.DepthwiseConv2D:
                return Convolution(graph, node, index, computed);
            case BuiltinOperator.MaxPool2D:
            case BuiltinOperator.AveragePool2D:
                return Pool(graph, node, index, computed);
            case BuiltinOperator.Pad:
            case BuiltinOperator.PadV2:
                return Pad(graph, node, index, computed);
            default:
                return Elementwise(graph, node, index, computed);
        }
    }

    private static PatchLayer Convolution(FloatGraph graph, OperatorDef node, int index, int[] computed)
    {
        bool isDepthwise = graph.Code(node) == BuiltinOperator.DepthwiseConv2D;
        RequireInteger(graph, node);
        if (computed.Length != 1 || node.Inputs.Length < 2 || graph.Shape(node.Inputs[1]).Length != 4)
        {
            throw Refusal(graph, node, "its weights or biases are not constant");
        }

        int[] filter = graph.Shape(node.Inputs[1]);
        int dilationField = isDepthwise ? 5 : 4;
        long weights = filter.Aggregate(1L, (product, size) => product * size);
        return WindowLayer(
            graph, node, index, computed, filter[1], filter[2], Option(node, dilationField + 1, 1), Option(node, dilationField, 1),
            ZeroPoint(graph, node.Inputs[0]), isDepthwise ? weights : weights / filter[0] * graph.Shape(node.Outputs[0])[3]);
    }

    private static PatchLayer Pool(FloatGraph graph, OperatorDef node, int index, int[] computed)
    {
        const int WidthField = 3, HeightField = 4;
        RequireInteger(graph, node);
        int least = graph.Tensor(node.Inputs[0]).Type == TensorType.Int8 ? sbyte.MinValue : short.MinValue;
        PatchLayer layer = WindowLayer(
            graph, node, index, computed, Option(node, HeightField, 0), Option(node, WidthField, 0), 1, 1, least, 0);
        if (graph.Code(node) == BuiltinOperator.AveragePool2D && layer.IsPadded)
        {
            throw Refusal(graph, node, "the mean at a padded border is one of fewer cells");
        }

        return layer;
    }

    private static PatchLayer WindowLayer(
        FloatGraph graph, OperatorDef node, int index, int[] computed, int height, int width, int dilationH, int dilationW, int fill,
        long macsPerCell)
    {
        return new PatchLayer
        {
            Node = node,
            Index = index,
            Name = graph.Name(node) + " " + height + "x" + width,
            Inputs = computed,
            Rows = Window(graph, node, 1, height, Option(node, StrideHField, 0), dilationH),
            Columns = Window(graph, node, 2, width, Option(node, StrideWField, 0), dilationW),
            Fill = fill,
            PaddingOption = PaddingField,
            MacsPerCell = macsPerCell,
        };
    }

    private static AxisWindow Window(FloatGraph graph, OperatorDef node, int dimension, int filter, int stride, int dilation)
    {
        int input = graph.Shape(node.Inputs[0])[dimension];
        int output = graph.Shape(node.Outputs[0])[dimension];
        int padding = node.Options?.Get(PaddingField, (sbyte)0) ?? 0;
        if (filter < 1 || stride < 1 || dilation < 1 || PaddingRules.OutputSize(padding, input, filter, stride, dilation) != output)
        {
            throw Refusal(graph, node, "its options do not fit its shapes");
        }

        int span = (int)PaddingRules.Span(filter, dilation);
        int before = PaddingRules.Before(input, output, filter, stride, dilation);
        return new AxisWindow(span, stride, before, Math.Max(0, (output - 1) * stride + span - input - before));
    }

    private static PatchLayer Pad(FloatGraph graph, OperatorDef node, int index, int[] computed)
    {
        bool hasValue = node.Inputs.Length > 2 && node.Inputs[2] >= 0;
        if (computed.Length != 1 || node.Inputs.Length < 2)
        {
            throw Refusal(graph, node, "its paddings or its value are not constant");
        }

        if (hasValue)
        {
            RequireInteger(graph, node);
        }

        int[] paddings = Integers(graph, node.Inputs[1]);
        if (paddings.Length != 8 || paddings.Any(padding => padding < 0) || paddings[0] + paddings[1] + paddings[6] + paddings[7] != 0)
        {
            throw Refusal(graph, node, "it pads more than rows and columns");
        }

        return new PatchLayer
        {
            Node = node,
            Index = index,
            Name = graph.Name(node),
            Inputs = computed,
            Rows = AxisWindow.Same with { Before = paddings[2], After = paddings[3] },
            Columns = AxisWindow.Same with { Before = paddings[4], After = paddings[5] },
            Fill = hasValue ? Integers(graph, node.Inputs[2])[0] : ZeroPoint(graph, node.Outputs[0]),
            IsPad = true,
        };
    }

    private static PatchLayer Elementwise(FloatGraph graph, OperatorDef node, int index, int[] computed)
    {
        int[] shape = graph.Shape(node.Outputs[0]);
        bool isConcatenation = graph.Code(node) == BuiltinOperator.Concatenation;
        if (isConcatenation && Option(node, 0, 0) is not (3 or -1))
        {
            throw Refusal(graph, node, "it does not concatenate channels");
        }

        foreach (int input in node.Inputs.Where(tensor => tensor >= 0))
        {
            int[] size = graph.Shape(input);
            bool isPicture = computed.Contains(input);
            if (isPicture ? size[1] != shape[1] || size[2] != shape[2] : isConcatenation || size.SkipLast(1).Any(count => count != 1))
            {
                throw Refusal(graph, node, graph.Describe(input) + " has another height or width than the output");
            }
        }

        return new PatchLayer { Node = node, Index = index, Name = graph.Name(node), Inputs = computed };
    }

    private static void RequirePicture(FloatGraph graph, OperatorDef node, int tensor)
    {
        TensorDef definition = graph.Tensor(tensor);
        if (definition.IsVariable || graph.Shape(tensor).Length != 4 || graph.Shape(tensor)[0] != 1)
        {
            throw Refusal(graph, node, graph.Describe(tensor) + " is not a picture: its shape must be [1, height, width, channels]");
        }

        if (definition.Type is not (TensorType.Int8 or TensorType.Int16 or TensorType.Float32))
        {
            throw Refusal(graph, node, graph.Describe(tensor) + " is neither int8, int16 nor float32");
        }
    }

    private static void RequireInteger(FloatGraph graph, OperatorDef node)
    {
        if (graph.IsFloat(node.Inputs[0]) || graph.IsFloat(node.Outputs[0]))
        {
            throw Refusal(graph, node, "it computes in float32; patches are exact for int8 and int16, so quantise the model first");
        }
    }

    private static int ZeroPoint(FloatGraph graph, int tensor)
    {
        TensorDef definition = graph.Tensor(tensor);
        return definition.Type == TensorType.Int8 && definition.Quantization?.ZeroPoint is { Length: > 0 } points ? (int)points[0] : 0;
    }

    private static int[] Integers(FloatGraph graph, int tensor)
    {
        byte[] data = graph.Data(tensor) ?? [];
        return graph.Tensor(tensor).Type switch
        {
            TensorType.Int8 => data.Select(value => (int)(sbyte)value).ToArray(),
            TensorType.Int16 => Enumerable.Range(0, data.Length / 2).Select(i => (int)BitConverter.ToInt16(data, 2 * i)).ToArray(),
            TensorType.Int32 => Enumerable.Range(0, data.Length / 4).Select(i => BitConverter.ToInt32(data, 4 * i)).ToArray(),
            _ => Enumerable.Range(0, data.Length / 8).Select(i => (int)Math.Clamp(BitConverter.ToInt64(data, 8 * i), -1, int.MaxValue)).ToArray(),
        };
    }

    private static int Option(OperatorDef node, int field, int absent)
    {
        return node.Options?.Get(field, absent) ?? absent;
    }

    private static PatchException Refusal(FloatGraph graph, OperatorDef node, string why)
    {
        return new PatchException(graph.Describe(node) + ": " + why);
    }
}

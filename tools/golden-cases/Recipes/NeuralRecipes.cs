// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.GoldenCases.Recipes;

/// <summary>Operators with weights, pools and what stands at the end of classifiers.</summary>
internal static class NeuralRecipes
{
    private static readonly TensorType[] _all = [TensorType.Int8, TensorType.Int16, TensorType.Float32];

    internal static IEnumerable<Recipe> All()
    {
        yield return new Recipe(BuiltinOperator.Conv2D, _all, Conv2D);
        yield return new Recipe(BuiltinOperator.DepthwiseConv2D, _all, DepthwiseConv2D);
        yield return new Recipe(BuiltinOperator.FullyConnected, _all, FullyConnected);
        yield return new Recipe(BuiltinOperator.AveragePool2D, _all, draw => Pool(draw, BuiltinOperator.AveragePool2D));
        yield return new Recipe(BuiltinOperator.MaxPool2D, _all, draw => Pool(draw, BuiltinOperator.MaxPool2D));
        yield return new Recipe(BuiltinOperator.Softmax, _all, Softmax);
        yield return new Recipe(BuiltinOperator.BatchMatMul, [TensorType.Int8, TensorType.Float32], BatchMatMul);
    }

    private static void Conv2D(NodeDraw draw)
    {
        Window window = new(draw);
        int depth = draw.Number(1, 8);
        int filters = draw.Number(1, 8);
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        int input = draw.Input([1, window.InputHeight, window.InputWidth, depth], parameters);
        int[] weights = Weights(draw, [filters, window.Height, window.Width, depth], 0, parameters.Scale);
        draw.Node(
            BuiltinOperator.Conv2D,
            Options.Conv2D(window.Padding, window.StrideWidth, window.StrideHeight, Fused(draw)),
            [input, .. weights],
            [1, window.OutputHeight, window.OutputWidth, filters],
            version: 3);
    }

    private static void DepthwiseConv2D(NodeDraw draw)
    {
        Window window = new(draw, sameStrides: true);
        int depth = draw.Number(1, 6);
        int multiplier = draw.Number(1, 2);
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        int input = draw.Input([1, window.InputHeight, window.InputWidth, depth], parameters);
        int[] weights = Weights(draw, [1, window.Height, window.Width, depth * multiplier], 3, parameters.Scale);
        draw.Node(
            BuiltinOperator.DepthwiseConv2D,
            Options.DepthwiseConv2D(window.Padding, window.StrideWidth, window.StrideHeight, multiplier, Fused(draw)),
            [input, .. weights],
            [1, window.OutputHeight, window.OutputWidth, depth * multiplier],
            version: 3);
    }

    private static void FullyConnected(NodeDraw draw)
    {
        int batches = draw.Number(1, 3);
        int depth = draw.Number(1, 40);
        int units = draw.Number(1, 20);
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        int input = draw.Input([batches, depth], parameters);
        int[] weights = Weights(draw, [units, depth], null, parameters.Scale);
        draw.Node(BuiltinOperator.FullyConnected, Options.FullyConnected(Fused(draw)), [input, .. weights], [batches, units], version: 4);
    }

    private static void Pool(NodeDraw draw, BuiltinOperator code)
    {
        Window window = new(draw);
        int depth = draw.Number(1, 6);
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        draw.Node(
            code,
            Options.Pool2D(window.Padding, window.StrideWidth, window.StrideHeight, window.Width, window.Height, Fused(draw)),
            [draw.Input([1, window.InputHeight, window.InputWidth, depth], parameters)],
            [1, window.OutputHeight, window.OutputWidth, depth],
            parameters,
            version: 2);
    }

    private static void Softmax(NodeDraw draw)
    {
        int[] shape = draw.Shape(draw.Number(1, 3), 10);
        (float Scale, int ZeroPoint) output = draw.Type switch
        {
            TensorType.Int8 => (1f / 256, -128),
            TensorType.Int16 => (1f / 32768, 0),
            _ => default,
        };
        draw.Node(BuiltinOperator.Softmax, Options.Softmax(draw.Real(0.5, 2)), [draw.Input(shape)], shape, output, version: 2);
    }

    private static void BatchMatMul(NodeDraw draw)
    {
        int rows = draw.Number(1, 5);
        int inner = draw.Number(1, 8);
        int columns = draw.Number(1, 5);
        int batches = draw.Number(1, 3);
        bool isTransposed = draw.Chance();
        draw.Node(
            BuiltinOperator.BatchMatMul,
            Options.BatchMatMul(false, isTransposed),
            [draw.Input([batches, rows, inner]), draw.Input(isTransposed ? [batches, columns, inner] : [batches, inner, columns])],
            [batches, rows, columns]);
    }

    /// <summary>Weights and a bias whose scale follows from the others. A null dimension means one scale for all channels.</summary>
    private static int[] Weights(NodeDraw draw, int[] shape, int? dimension, float inputScale)
    {
        int channels = shape[dimension ?? 0];
        if (draw.Type == TensorType.Float32)
        {
            return [draw.Constant("weights", shape, default), draw.Constant("bias", [channels], default)];
        }

        float[] scales = Enumerable.Range(0, dimension.HasValue ? channels : 1).Select(_ => draw.Real(0.001, 0.02)).ToArray();
        float[] biasScales = scales.Select(scale => scale * inputScale).ToArray();
        int count = shape.Aggregate(1, (a, b) => a * b);
        sbyte[] values = Enumerable.Range(0, count).Select(_ => (sbyte)draw.Number(-127, 127)).ToArray();
        int weights = draw.Model.Constant("weights", shape, values, QuantizationDef.PerChannel(scales, dimension ?? 0));
        QuantizationDef biasQuantization = QuantizationDef.PerChannel(biasScales, 0);
        int bias = draw.Type == TensorType.Int16
            ? draw.Model.Constant("bias", [channels], Enumerable.Range(0, channels).Select(_ => (long)draw.Number(-100000, 100000)).ToArray(), biasQuantization)
            : draw.Model.Constant("bias", [channels], Enumerable.Range(0, channels).Select(_ => draw.Number(-3000, 3000)).ToArray(), biasQuantization);
        return [weights, bias];
    }

    private static Activation Fused(NodeDraw draw)
    {
        return draw.OneOf(Activation.None, Activation.Relu, Activation.Relu6);
    }

    /// <summary>A window that moves over an image, and the sizes that follow.</summary>
    private sealed class Window
    {
        internal Window(NodeDraw draw, bool sameStrides = false)
        {
            Height = draw.Number(1, 4);
            Width = draw.Number(1, 4);
            InputHeight = draw.Number(Height, 9);
            InputWidth = draw.Number(Width, 9);
            StrideHeight = draw.Number(1, 2);
            StrideWidth = sameStrides ? StrideHeight : draw.Number(1, 2);
            Padding = draw.OneOf(Padding.Same, Padding.Valid);
            OutputHeight = Steps(InputHeight, Height, StrideHeight);
            OutputWidth = Steps(InputWidth, Width, StrideWidth);
        }

        internal int Height { get; }

        internal int Width { get; }

        internal int InputHeight { get; }

        internal int InputWidth { get; }

        internal int StrideHeight { get; }

        internal int StrideWidth { get; }

        internal Padding Padding { get; }

        internal int OutputHeight { get; }

        internal int OutputWidth { get; }

        private int Steps(int size, int window, int stride)
        {
            return ((Padding == Padding.Same ? size : size - window + 1) + stride - 1) / stride;
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.GoldenCases.Recipes;

/// <summary>Operators that move elements, and those that change their type.</summary>
internal static class DataRecipes
{
    private static readonly TensorType[] _int8 = [TensorType.Int8, TensorType.Float32];
    private static readonly TensorType[] _all = [TensorType.Int8, TensorType.Int16, TensorType.Float32];

    internal static IEnumerable<Recipe> All()
    {
        yield return new Recipe(BuiltinOperator.Reshape, _all, draw => Moved(draw, BuiltinOperator.Reshape, 3, (shape, _) =>
            (Options.Reshape([shape[0] * shape[1], shape[2]]), [], [shape[0] * shape[1], shape[2]])));
        yield return new Recipe(BuiltinOperator.Transpose, _int8, draw => Moved(draw, BuiltinOperator.Transpose, 3, (shape, _) =>
        {
            int[] order = draw.OneOf<int[]>([0, 2, 1], [1, 0, 2], [2, 1, 0], [1, 2, 0]);
            return (null, [draw.Integers("order", order)], order.Select(d => shape[d]).ToArray());
        }));
        yield return new Recipe(BuiltinOperator.Pad, _all, draw => Moved(draw, BuiltinOperator.Pad, 4, (shape, _) =>
        {
            int[] pads = Enumerable.Range(0, 8).Select(_ => draw.Number(0, 2)).ToArray();
            int table = draw.Model.Constant("paddings", [4, 2], pads);
            return (null, [table], shape.Select((size, d) => size + pads[2 * d] + pads[2 * d + 1]).ToArray());
        }));
        yield return new Recipe(BuiltinOperator.SpaceToDepth, _int8, draw => Blocks(draw, BuiltinOperator.SpaceToDepth));
        yield return new Recipe(BuiltinOperator.DepthToSpace, _int8, draw => Blocks(draw, BuiltinOperator.DepthToSpace));
        yield return new Recipe(BuiltinOperator.ReverseV2, _int8, draw => Moved(draw, BuiltinOperator.ReverseV2, 3, (shape, _) =>
            (null, [draw.Integers("axis", draw.Number(0, 2))], shape)));
        yield return new Recipe(BuiltinOperator.Gather, _int8, draw => Moved(draw, BuiltinOperator.Gather, 3, (shape, _) =>
        {
            int[] indices = Enumerable.Range(0, draw.Number(1, 5)).Select(_ => draw.Number(0, shape[1] - 1)).ToArray();
            return (Options.Gather(1), [draw.Integers("indices", indices)], [shape[0], indices.Length, shape[2]]);
        }));
        yield return new Recipe(BuiltinOperator.Slice, _int8, draw => Moved(draw, BuiltinOperator.Slice, 3, (shape, _) =>
        {
            int[] begin = shape.Select(size => draw.Number(0, size - 1)).ToArray();
            int[] size = shape.Select((full, d) => draw.Number(1, full - begin[d])).ToArray();
            return (null, [draw.Integers("begin", begin), draw.Integers("size", size)], size);
        }));
        yield return new Recipe(BuiltinOperator.ResizeNearestNeighbor, _int8, draw => Resized(draw, BuiltinOperator.ResizeNearestNeighbor));
        yield return new Recipe(BuiltinOperator.ResizeBilinear, _int8, draw => Resized(draw, BuiltinOperator.ResizeBilinear));
        yield return new Recipe(BuiltinOperator.Concatenation, _all, Concatenation);
        yield return new Recipe(BuiltinOperator.Split, _int8, Split);
        yield return new Recipe(BuiltinOperator.Pack, _int8, Pack);
        yield return new Recipe(BuiltinOperator.Unpack, _int8, Unpack);
        yield return new Recipe(BuiltinOperator.Quantize, [TensorType.Int8, TensorType.Int16], draw =>
        {
            int[] shape = draw.Shape(draw.Number(1, 4));
            draw.Node(BuiltinOperator.Quantize, null, [draw.Input(TensorType.Float32, shape)], shape);
        });
        yield return new Recipe(BuiltinOperator.Dequantize, [TensorType.Int8, TensorType.Int16], draw =>
        {
            int[] shape = draw.Shape(draw.Number(1, 4));
            draw.Node(BuiltinOperator.Dequantize, null, [draw.Input(shape)], TensorType.Float32, shape, version: 2);
        });
    }

    private delegate (OptionsTable? Options, int[] More, int[] OutputShape) Movement(int[] shape, (float Scale, int ZeroPoint) parameters);

    /// <summary>A node whose output has the input's scale, as everything that only moves elements.</summary>
    private static void Moved(NodeDraw draw, BuiltinOperator code, int rank, Movement movement)
    {
        int[] shape = draw.Shape(rank);
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        int input = draw.Input(shape, parameters);
        (OptionsTable? options, int[] more, int[] outputShape) = movement(shape, parameters);
        draw.Node(code, options, [input, .. more], outputShape, parameters);
    }

    private static void Blocks(NodeDraw draw, BuiltinOperator code)
    {
        int block = draw.Number(1, 3);
        int height = draw.Number(1, 3);
        int width = draw.Number(1, 3);
        int depth = draw.Number(1, 3);
        int[] wide = [1, height * block, width * block, depth];
        int[] deep = [1, height, width, depth * block * block];
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        bool isToDepth = code == BuiltinOperator.SpaceToDepth;
        draw.Node(
            code,
            isToDepth ? Options.SpaceToDepth(block) : Options.DepthToSpace(block),
            [draw.Input(isToDepth ? wide : deep, parameters)],
            isToDepth ? deep : wide,
            parameters);
    }

    private static void Resized(NodeDraw draw, BuiltinOperator code)
    {
        int[] shape = [1, draw.Number(1, 5), draw.Number(1, 5), draw.Number(1, 4)];
        int height = draw.Number(1, 9);
        int width = draw.Number(1, 9);
        bool halfPixels = draw.Chance();
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        draw.Node(
            code,
            code == BuiltinOperator.ResizeBilinear ? Options.ResizeBilinear(false, halfPixels) : Options.ResizeNearestNeighbor(false, halfPixels),
            [draw.Input(shape, parameters), draw.Integers("size", height, width)],
            [1, height, width, shape[3]],
            parameters,
            version: 3);
    }

    private static void Concatenation(NodeDraw draw)
    {
        int[] shape = draw.Shape(3);
        int axis = draw.Number(0, 2);
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        int[][] parts = Enumerable.Range(0, draw.Number(2, 4)).Select(_ => With(shape, axis, draw.Number(1, 4))).ToArray();
        int[] inputs = parts.Select(part => draw.Input(part, parameters)).ToArray();
        draw.Node(BuiltinOperator.Concatenation, Options.Concatenation(axis), inputs, With(shape, axis, parts.Sum(part => part[axis])), parameters);
    }

    private static void Split(NodeDraw draw)
    {
        int count = draw.Number(2, 3);
        int[] part = draw.Shape(3, 4);
        int axis = draw.Number(0, 2);
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        int axisTensor = draw.Integers("axis", axis);
        int input = draw.Input(With(part, axis, part[axis] * count), parameters);
        draw.NodeOfMany(BuiltinOperator.Split, Options.Split(count), [axisTensor, input], count, part, parameters);
    }

    private static void Pack(NodeDraw draw)
    {
        int[] shape = draw.Shape(2);
        int count = draw.Number(2, 4);
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        int[] inputs = Enumerable.Range(0, count).Select(_ => draw.Input(shape, parameters)).ToArray();
        draw.Node(BuiltinOperator.Pack, Options.Pack(count, 0), inputs, [count, .. shape], parameters);
    }

    private static void Unpack(NodeDraw draw)
    {
        int[] shape = draw.Shape(2);
        int count = draw.Number(2, 4);
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        draw.NodeOfMany(BuiltinOperator.Unpack, Options.Unpack(count, 0), [draw.Input([count, .. shape], parameters)], count, shape, parameters);
    }

    private static int[] With(int[] shape, int dimension, int size)
    {
        return shape.Select((old, d) => d == dimension ? size : old).ToArray();
    }
}

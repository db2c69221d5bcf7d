// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.GoldenCases.Recipes;

/// <summary>Operators along axes.</summary>
internal static class ReduceRecipes
{
    private static readonly TensorType[] _int8 = [TensorType.Int8, TensorType.Float32];
    private static readonly TensorType[] _all = [TensorType.Int8, TensorType.Int16, TensorType.Float32];

    internal static IEnumerable<Recipe> All()
    {
        yield return new Recipe(BuiltinOperator.Mean, _all, draw => Reduce(draw, BuiltinOperator.Mean, draw.Parameters()));
        yield return new Recipe(BuiltinOperator.Sum, _all, draw => Reduce(draw, BuiltinOperator.Sum, draw.Parameters()));
        yield return new Recipe(BuiltinOperator.ReduceMax, _int8, draw => Reduce(draw, BuiltinOperator.ReduceMax, null));
        yield return new Recipe(BuiltinOperator.ArgMax, _int8, draw => Place(draw, BuiltinOperator.ArgMax, Options.ArgMax()));
        yield return new Recipe(BuiltinOperator.ArgMin, _int8, draw => Place(draw, BuiltinOperator.ArgMin, Options.ArgMin()));
        yield return new Recipe(BuiltinOperator.L2Normalization, _int8, draw => Rows(draw, BuiltinOperator.L2Normalization, Options.L2Norm(), 1f / 128, 0));
        yield return new Recipe(BuiltinOperator.LogSoftmax, _int8, draw => Rows(draw, BuiltinOperator.LogSoftmax, null, 16f / 256, 127));
    }

    /// <summary>A reduction over one or two axes; without parameters, the output has those of the input.</summary>
    private static void Reduce(NodeDraw draw, BuiltinOperator code, (float Scale, int ZeroPoint)? outputParameters)
    {
        int[] shape = draw.Shape(4);
        int[] axes = draw.OneOf<int[]>([1, 2], [3], [1], [2, 3]);
        bool keepsDimensions = draw.Chance();
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        int[] outputShape = shape
            .Select((size, d) => axes.Contains(d) ? (keepsDimensions ? 1 : 0) : size)
            .Where(size => size != 0)
            .ToArray();
        draw.Node(
            code, Options.Reducer(keepsDimensions), [draw.Input(shape, parameters), draw.Integers("axes", axes)], outputShape, outputParameters ?? parameters, version: 2);
    }

    private static void Place(NodeDraw draw, BuiltinOperator code, OptionsTable options)
    {
        int[] shape = draw.Shape(3);
        int axis = draw.Number(0, 2);
        int axisTensor = draw.Model.Constant("axis", [], new[] { axis });
        draw.Node(
            code, options, [draw.Input(shape), axisTensor], TensorType.Int32, shape.Where((_, d) => d != axis).ToArray(), version: 2);
    }

    /// <summary>An operator along the last dimension whose output's scale is fixed by the format.</summary>
    private static void Rows(NodeDraw draw, BuiltinOperator code, OptionsTable? options, float scale, int zeroPoint)
    {
        int[] shape = draw.Shape(2, 12);
        draw.Node(code, options, [draw.Input(shape)], shape, draw.IsQuantized ? (scale, zeroPoint) : default, version: 2);
    }
}

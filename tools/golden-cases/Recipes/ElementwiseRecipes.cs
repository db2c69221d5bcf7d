// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.GoldenCases.Recipes;

/// <summary>Operators that compute each element from the elements at the same place.</summary>
internal static class ElementwiseRecipes
{
    private static readonly TensorType[] _float = [TensorType.Float32];
    private static readonly TensorType[] _int8 = [TensorType.Int8, TensorType.Float32];
    private static readonly TensorType[] _all = [TensorType.Int8, TensorType.Int16, TensorType.Float32];

    internal static IEnumerable<Recipe> All()
    {
        foreach (BuiltinOperator code in new[]
        {
            BuiltinOperator.Ceil, BuiltinOperator.Cos, BuiltinOperator.Exp, BuiltinOperator.Floor, BuiltinOperator.Neg, BuiltinOperator.Round,
            BuiltinOperator.Sin, BuiltinOperator.Square,
        })
        {
            yield return Unary(code, _float);
        }

        yield return Unary(BuiltinOperator.Log, _float) with { Reals = (0.01, 10) };
        yield return Unary(BuiltinOperator.Sqrt, _float) with { Reals = (0, 10) };
        yield return Unary(BuiltinOperator.Relu, _all);
        yield return Unary(BuiltinOperator.Elu, _int8);
        yield return Unary(BuiltinOperator.HardSwish, _int8);
        yield return Unary(BuiltinOperator.Abs, _all);
        yield return new Recipe(BuiltinOperator.LeakyRelu, _all, draw => Unary(draw, BuiltinOperator.LeakyRelu, Options.LeakyRelu(draw.Real(-0.5, 0.9))));
        yield return new Recipe(BuiltinOperator.Relu6, _all, draw => SameParameters(draw, BuiltinOperator.Relu6));
        yield return new Recipe(BuiltinOperator.Logistic, _all, draw => ToUnit(draw, BuiltinOperator.Logistic, 1f / 256, -128));
        yield return new Recipe(BuiltinOperator.Tanh, _all, draw => ToUnit(draw, BuiltinOperator.Tanh, 1f / 128, 0));
        foreach (Recipe recipe in Binary())
        {
            yield return recipe;
        }
    }

    private static IEnumerable<Recipe> Binary()
    {
        yield return new Recipe(BuiltinOperator.Add, _all, draw => Broadcast(draw, BuiltinOperator.Add, Options.Add(Fused(draw), potScaleInt16: false)));
        yield return new Recipe(BuiltinOperator.Sub, _all, draw => Broadcast(draw, BuiltinOperator.Sub, Options.Sub(Fused(draw), potScaleInt16: false)));
        yield return new Recipe(BuiltinOperator.Mul, _all, draw => Broadcast(draw, BuiltinOperator.Mul, Options.Mul(Fused(draw))));
        yield return new Recipe(BuiltinOperator.SquaredDifference, _int8, draw => Broadcast(draw, BuiltinOperator.SquaredDifference, null));
        foreach (BuiltinOperator code in new[] { BuiltinOperator.Maximum, BuiltinOperator.Minimum })
        {
            yield return new Recipe(code, _all, draw =>
            {
                (float Scale, int ZeroPoint) parameters = draw.Parameters();
                (int[] a, int[] b, int[] y) = Shapes(draw);
                draw.Node(code, null, [draw.Input(a, parameters), draw.Input(b, parameters)], y, parameters);
            });
        }

        foreach (BuiltinOperator code in new[]
        {
            BuiltinOperator.Equal, BuiltinOperator.NotEqual, BuiltinOperator.Less, BuiltinOperator.LessEqual, BuiltinOperator.Greater,
            BuiltinOperator.GreaterEqual,
        })
        {
            yield return new Recipe(code, _int8, draw =>
            {
                (int[] a, int[] b, int[] y) = Shapes(draw);
                draw.Node(code, null, [draw.Input(a), draw.Input(b)], TensorType.Bool, y);
            });
        }

        foreach (BuiltinOperator code in new[] { BuiltinOperator.LogicalAnd, BuiltinOperator.LogicalOr })
        {
            yield return new Recipe(code, [TensorType.Bool], draw =>
            {
                (int[] a, int[] b, int[] y) = Shapes(draw);
                draw.Node(code, null, [draw.Input(a), draw.Input(b)], y);
            })
            { Integers = (0, 1) };
        }

        yield return new Recipe(BuiltinOperator.Prelu, _int8, draw =>
        {
            int[] shape = draw.Shape(4);
            draw.Node(
                BuiltinOperator.Prelu, null, [draw.Input(shape), draw.Constant("alpha", [1, 1, shape[3]], draw.Parameters())], shape);
        });
    }

    private static Recipe Unary(BuiltinOperator code, TensorType[] types)
    {
        return new Recipe(code, types, draw => Unary(draw, code, null));
    }

    private static void Unary(NodeDraw draw, BuiltinOperator code, OptionsTable? options)
    {
        int[] shape = draw.Shape(draw.Number(1, 4));
        draw.Node(code, options, [draw.Input(shape)], shape);
    }

    private static void SameParameters(NodeDraw draw, BuiltinOperator code)
    {
        int[] shape = draw.Shape(draw.Number(1, 4));
        (float Scale, int ZeroPoint) parameters = draw.Parameters();
        draw.Node(code, null, [draw.Input(shape, parameters)], shape, parameters);
    }

    /// <summary>The output's scale is fixed by the format: one for int8, 2^-15 for int16.</summary>
    private static void ToUnit(NodeDraw draw, BuiltinOperator code, float int8Scale, int int8ZeroPoint)
    {
        int[] shape = draw.Shape(draw.Number(1, 4));
        (float Scale, int ZeroPoint) output = draw.Type switch
        {
            TensorType.Int8 => (int8Scale, int8ZeroPoint),
            TensorType.Int16 => (1f / 32768, 0),
            _ => default,
        };
        draw.Node(code, null, [draw.Input(shape)], shape, output);
    }

    private static void Broadcast(NodeDraw draw, BuiltinOperator code, OptionsTable? options)
    {
        (int[] a, int[] b, int[] y) = Shapes(draw);
        draw.Node(code, options, [draw.Input(a), draw.Input(b)], y);
    }

    /// <summary>Two shapes that fit together, in half of the cases the same, and the shape of the result.</summary>
    private static (int[] A, int[] B, int[] Y) Shapes(NodeDraw draw)
    {
        int[] y = draw.Shape(draw.Number(1, 4));
        if (draw.Chance())
        {
            return (y, y, y);
        }

        int[] ones = y.Select(size => draw.Chance() ? 1 : size).ToArray();
        return draw.Chance() ? (ones, y, y) : (y, ones, y);
    }

    private static Activation Fused(NodeDraw draw)
    {
        return draw.OneOf(Activation.None, Activation.Relu, Activation.Relu6);
    }
}

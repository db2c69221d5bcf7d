// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Float;

/// <summary>Functions at the places where they are delicate, and those that the reference does not have.</summary>
public class FloatElementwiseTests
{
    private static readonly float[] _points = { -20f, -9.5f, -8.5f, -3f, -1f, -0.3f, -1e-3f, -1e-7f, 0f, 1e-7f, 1e-3f, 0.3f, 1f, 3f, 8.5f, 17f };

    public static TheoryData<BuiltinOperator, Func<double, double>> Functions()
    {
        return new TheoryData<BuiltinOperator, Func<double, double>>
        {
            { BuiltinOperator.Abs, Math.Abs },
            { BuiltinOperator.Neg, x => -x },
            { BuiltinOperator.Sign, x => Math.Sign(x) },
            { BuiltinOperator.Exp, Math.Exp },
            { BuiltinOperator.Tanh, Math.Tanh },
            { BuiltinOperator.Square, x => x * x },
            { BuiltinOperator.Elu, x => x < 0 ? Expm1(x) : x },
            { BuiltinOperator.HardSwish, x => x * Math.Clamp(x + 3, 0, 6) / 6 },
            { BuiltinOperator.Relu, x => Math.Max(x, 0) },
            { BuiltinOperator.Relu6, x => Math.Clamp(x, 0, 6) },
            { BuiltinOperator.ReluN1To1, x => Math.Clamp(x, -1, 1) },
            { BuiltinOperator.Relu0To1, x => Math.Clamp(x, 0, 1) },
            { BuiltinOperator.Gelu, x => x * Normal(x) }
        };
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_has_seven_digits(BuiltinOperator code, Func<double, double> function)
    {
        float[] got = new FloatNode(code).Input(new[] { _points.Length }, _points).Output(_points.Length).Run();

        for (int i = 0; i < _points.Length; i++)
        {
            double expected = (float)function(_points[i]);
            Assert.True(Math.Abs(got[i] - expected) <= 2e-7 * Math.Abs(expected), code + "(" + _points[i] + ") = " + got[i] + ", not " + expected);
        }
    }

    [Fact]
    public void Approximate_gelu_is_its_formula()
    {
        float[] got = new FloatNode(BuiltinOperator.Gelu, Options.Gelu(true)).Input(new[] { _points.Length }, _points).Output(_points.Length).Run();

        for (int i = 0; i < _points.Length; i++)
        {
            double x = _points[i];
            double expected = 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            Assert.Equal(expected, got[i], 1e-6);
        }
    }

    [Fact]
    public void Halves_are_rounded_to_the_even_integer()
    {
        float[] input = { -2.5f, -1.5f, -0.5f, 0.5f, 0.49999997f, 1.5f, 2.5f, 2.5000002f, 8388609f, -3e9f };

        Assert.Equal(
            input.Select(x => MathF.Round(x, MidpointRounding.ToEven) + 0f),
            new FloatNode(BuiltinOperator.Round).Input(new[] { 10 }, input).Output(10).Run().Select(x => x + 0f));
    }

    [Fact]
    public void Division_by_zero_is_that_of_IEEE_754()
    {
        float[] a = { 1f, -1f, 0f, float.NaN, 1f, -1f, 7f, -7f };
        float[] b = { 0f, 0f, 0f, 0f, -0f, -0f, 2f, 2f };

        // The activation NONE is a clamp to the finite numbers.
        Assert.Equal(
            new[] { float.MaxValue, float.MinValue, float.NaN, float.NaN, float.MinValue, float.MaxValue, 3.5f, -3.5f },
            Binary(BuiltinOperator.Div, a, b));
        Assert.Equal(
            new[] { float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.NaN, float.NegativeInfinity, float.PositiveInfinity, 3f, -4f },
            Binary(BuiltinOperator.FloorDiv, a, b));
        Assert.Equal(
            new[] { float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, 1f, 1f }, Binary(BuiltinOperator.FloorMod, a, b));
        Assert.Equal(
            new[] { float.PositiveInfinity, float.NaN, 0.5f },
            new FloatNode(BuiltinOperator.Rsqrt).Input(new[] { 3 }, new[] { 0f, -1f, 4f }).Output(3).Run());
    }

    [Fact]
    public void The_remainder_has_the_sign_of_the_divisor()
    {
        Assert.Equal(new[] { 1f, 2f, -2f, -1f, 0f }, Binary(BuiltinOperator.FloorMod, new[] { 4f, -4f, 4f, -4f, 6f }, new[] { 3f, 3f, -3f, -3f, -3f }));
    }

    [Fact]
    public void Powers_are_those_of_the_mathematical_library()
    {
        Assert.Equal(new[] { 8f, 0.25f, 1f, 3f }, Binary(BuiltinOperator.Pow, new[] { 2f, 2f, 5f, 9f }, new[] { 3f, -2f, 0f, 0.5f }));
    }

    [Fact]
    public void What_an_integer_cannot_hold_is_cast_as_the_reference_does()
    {
        float[] input = { -1.9f, 300.7f, 3e9f, -3e9f, 1e20f, float.NaN };

        Assert.Equal(new[] { -1L, 300, int.MinValue, int.MinValue, int.MinValue, int.MinValue }, Cast(input, TensorType.Int32));
        Assert.Equal(new[] { 0xFFFFFFFFL, 300, 3000000000, 1294967296, 0, 0 }, Cast(input, TensorType.UInt32));
        Assert.Equal(new[] { -1L, 44, 0, 0, 0, 0 }, Cast(input, TensorType.Int8));
        new FloatNode(BuiltinOperator.Cast).Input(new[] { 6 }, input).Output(TensorType.Int64, 6).MustBeRefused(ErrorCode.TypeUnsupported);
    }

    [Fact]
    public void Softmax_takes_scores_of_any_size()
    {
        float[] got = new FloatNode(BuiltinOperator.Softmax, Options.Softmax(2f))
            .Input(new[] { 2, 2 }, new[] { 1e30f, 1e30f, -500f, -500.5f }).Output(2, 2).Run();

        Assert.Equal(new[] { 0.5f, 0.5f }, got.Take(2));
        Assert.Equal(1 / (1 + Math.Exp(-1)), got[2], 1e-7);
    }

    [Fact]
    public void Wrong_shapes_types_counts_and_options_are_refused()
    {
        float[] six = new float[6];
        new FloatNode(BuiltinOperator.Exp).Input(new[] { 6 }, six).Output(2, 3).MustBeRefused(ErrorCode.ShapeMismatch);
        new FloatNode(BuiltinOperator.Exp).Input(new[] { 6 }, six).Output(TensorType.Int8, 6).MustBeRefused(ErrorCode.TypeMismatch);
        new FloatNode(BuiltinOperator.Add).Input(new[] { 6 }, six).Output(6).MustBeRefused(ErrorCode.InputCountMismatch);
        new FloatNode(BuiltinOperator.Add, Options.Add(Activation.Tanh))
            .Input(new[] { 6 }, six).Input(new[] { 6 }, six).Output(6).MustBeRefused(ErrorCode.OptionUnsupported);
        new FloatNode(BuiltinOperator.Add, Options.Mul())
            .Input(new[] { 6 }, six).Input(new[] { 6 }, six).Output(6).MustBeRefused(ErrorCode.OptionsMissing);
        new FloatNode(BuiltinOperator.L2Normalization, Options.L2Norm(Activation.Relu))
            .Input(new[] { 6 }, six).Output(6).MustBeRefused(ErrorCode.OptionUnsupported);
        new FloatNode(BuiltinOperator.Equal).Input(new[] { 6 }, six).Input(new[] { 6 }, six).Output(6).MustBeRefused(ErrorCode.TypeUnsupported);
        new FloatNode(BuiltinOperator.AddN).Input(new[] { 6 }, six).Input(new[] { 1 }, six[..1]).Output(6).MustBeRefused(ErrorCode.ShapeMismatch);
    }

    private static float[] Binary(BuiltinOperator code, float[] a, float[] b)
    {
        return new FloatNode(code).Input(new[] { a.Length }, a).Input(new[] { b.Length }, b).Output(a.Length).Run();
    }

    private static long[] Cast(float[] input, TensorType type)
    {
        Tensor output = new FloatNode(BuiltinOperator.Cast).Input(new[] { input.Length }, input).Output(type, input.Length).Invoke().Output(0);
        return Enumerable.Range(0, input.Length).Select(output.GetInteger).ToArray();
    }

    /// <summary>e^x − 1 by its series where the difference would cancel.</summary>
    private static double Expm1(double x)
    {
        return Math.Abs(x) < 1e-2 ? x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5)))) : Math.Exp(x) - 1;
    }

    /// <summary>The normal distribution by Simpson's rule; for negative x the tail from x down.</summary>
    private static double Normal(double x)
    {
        const int Steps = 20000;
        double from = x < 0 ? -Math.Abs(x) - 12 : 0;
        double h = (x - from) / Steps;
        double sum = 0;
        for (int i = 0; i <= Steps; i++)
        {
            double z = from + i * h;
            sum += (i == 0 || i == Steps ? 1 : i % 2 == 0 ? 2 : 4) * Math.Exp(-0.5 * z * z);
        }

        return sum * h / 3 / Math.Sqrt(2 * Math.PI) + (x < 0 ? 0 : 0.5);
    }
}

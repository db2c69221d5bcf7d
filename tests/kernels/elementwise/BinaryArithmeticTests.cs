// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Elementwise;

/// <summary>Operators of two inputs against their formulas in double precision, within one quantisation step, and what they refuse.</summary>
public class BinaryArithmeticTests
{
    [Theory]
    [InlineData(BuiltinOperator.Add, TensorType.Int8)]
    [InlineData(BuiltinOperator.Add, TensorType.Int16)]
    [InlineData(BuiltinOperator.Sub, TensorType.Int8)]
    [InlineData(BuiltinOperator.Sub, TensorType.Int16)]
    [InlineData(BuiltinOperator.Mul, TensorType.Int8)]
    [InlineData(BuiltinOperator.Mul, TensorType.Int16)]
    [InlineData(BuiltinOperator.Div, TensorType.Int8)]
    [InlineData(BuiltinOperator.SquaredDifference, TensorType.Int8)]
    [InlineData(BuiltinOperator.SquaredDifference, TensorType.Int16)]
    [InlineData(BuiltinOperator.Prelu, TensorType.Int8)]
    [InlineData(BuiltinOperator.Prelu, TensorType.Int16)]
    public void Quantised_results_are_within_a_step(BuiltinOperator code, TensorType type)
    {
        Random random = new Random((int)code);
        TensorType type2 = code == BuiltinOperator.Prelu ? TensorType.Int8 : type;
        bool symmetric = type == TensorType.Int16;
        int half = type == TensorType.Int8 ? 128 : 32768;
        for (int round = 0; round < 20; round++)
        {
            float scale1 = (float)(Math.Exp(random.NextDouble() * 4 - 2) / half);
            float scale2 = (float)(Math.Exp(random.NextDouble() * 4 - 2) / (type2 == TensorType.Int8 ? 128 : 32768));
            float scale = (float)(Math.Exp(random.NextDouble() * 4 - 2) / half);
            long zero1 = symmetric ? 0 : random.Next(-128, 128);
            long zero2 = symmetric && type2 == type ? 0 : random.Next(-128, 128);
            long zero = symmetric ? 0 : random.Next(-128, 128);
            long[] a = ElementwiseNode.RandomValues(random, type, 500);
            long[] b = ElementwiseNode.RandomValues(random, type2, 500);
            if (code == BuiltinOperator.Div)
            {
                b = b.Select(v => v == zero2 ? v == 0 ? 1 : 0 : v).ToArray();
            }

            long[] result = new ElementwiseNode(code)
                .Input(type, [500], scale1, zero1).Input(type2, [500], scale2, zero2).Output(type, [500], scale, zero).Run(a, b);
            for (int i = 0; i < 500; i++)
            {
                double x = (a[i] - zero1) * (double)scale1;
                double y = (b[i] - zero2) * (double)scale2;
                double real = code switch
                {
                    BuiltinOperator.Add => x + y,
                    BuiltinOperator.Sub => x - y,
                    BuiltinOperator.Mul => x * y,
                    BuiltinOperator.Div => x / y,
                    BuiltinOperator.SquaredDifference => (x - y) * (x - y),
                    _ => x >= 0 ? x : x * y,
                };
                double expected = Math.Clamp(real / scale + zero, -half, half - 1);

                // The reference rounds int16 operands of SQUARED_DIFFERENCE to twice the larger scale, one of them twice, and squares that.
                double lost = code == BuiltinOperator.SquaredDifference && symmetric ? 2.5 * Math.Max(scale1, scale2) : 0;
                double tolerance = 1 + (lost == 0 ? 0 : (2 * Math.Sqrt(real) + lost) * lost / scale);
                Assert.InRange(result[i] - expected, -tolerance, tolerance);
            }
        }
    }

    [Fact]
    public void Plain_integers_wrap_and_clamp()
    {
        ElementwiseNode Node(BuiltinOperator code, OptionsTable? options = null) => new ElementwiseNode(code) { Options = options }
            .Input(TensorType.Int32, [4]).Input(TensorType.Int32, [4]).Output(TensorType.Int32, [4]);
        long[] a = [int.MinValue, 7, -7, 100000];
        long[] b = [-1, 2, 2, 100000];
        Assert.Equal([int.MaxValue, 9, -5, 200000], Node(BuiltinOperator.Add).Run(a, b));
        Assert.Equal([int.MinValue, 14, -14, 1410065408], Node(BuiltinOperator.Mul).Run(a, b));
        Assert.Equal([int.MinValue, 3, -3, 1], Node(BuiltinOperator.Div).Run(a, b));
        Assert.Equal([0, 3, 0, 1], Node(BuiltinOperator.Div, Options.Div(Activation.Relu6)).Run(a, b));
        Assert.Equal([-1, 1, -1, 1], Node(BuiltinOperator.Div, Options.Div(Activation.ReluN1To1)).Run([3, 7, -7, 100000], b));
        Assert.Equal([1, 25, 81, 0], Node(BuiltinOperator.SquaredDifference).Run([int.MinValue, 7, -7, 1], [int.MinValue + 1, 2, 2, 1]));
        Assert.Equal([1, -27, 1024, 0], Node(BuiltinOperator.Pow).Run([0, -3, 2, 0], [0, 3, 10, 5]));
    }

    [Theory]
    [InlineData(1f, 1f, 0, 0)]
    [InlineData(0.00003f, 0.000021f, 0, 0)]
    [InlineData(0.5f, 0.0000001f, 3, -4)]
    [InlineData(1e-8f, 1000f, -7, 200)]
    public void Int16_compares_exactly(float scale1, float scale2, int zero1, int zero2)
    {
        Random random = new Random(3);
        long[] a = ElementwiseNode.RandomValues(random, TensorType.Int16, 3000);
        long[] b = ElementwiseNode.RandomValues(random, TensorType.Int16, 3000);
        for (int i = 0; i < 1000; i++)
        {
            // Near misses and hits.
            a[i] = zero1 + random.Next(-3, 4);
            b[i] = zero2 + (long)Math.Clamp(Math.Round((a[i] - zero1) * (double)scale1 / scale2), -30000, 30000) + random.Next(-1, 2);
        }

        (BuiltinOperator Code, Func<int, bool> Holds)[] all =
        [
            (BuiltinOperator.Equal, c => c == 0), (BuiltinOperator.NotEqual, c => c != 0), (BuiltinOperator.Less, c => c < 0),
            (BuiltinOperator.LessEqual, c => c <= 0), (BuiltinOperator.Greater, c => c > 0), (BuiltinOperator.GreaterEqual, c => c >= 0),
        ];
        foreach ((BuiltinOperator code, Func<int, bool> holds) in all)
        {
            long[] result = new ElementwiseNode(code)
                .Input(TensorType.Int16, [3000], scale1, zero1).Input(TensorType.Int16, [3000], scale2, zero2)
                .Output(TensorType.Bool, [3000]).Run(a, b);

            // 17 bits times 24 are exact in double precision.
            Assert.Equal(
                a.Select((v, i) => holds(((v - zero1) * (double)scale1).CompareTo((b[i] - zero2) * (double)scale2)) ? 1L : 0L), result);
        }
    }

    [Fact]
    public void Int8_scales_of_one_and_more_compare_too()
    {
        long[] result = new ElementwiseNode(BuiltinOperator.Less)
            .Input(TensorType.Int8, [4], 3f, 0).Input(TensorType.Int8, [4], 2f, 0).Output(TensorType.Bool, [4]).Run([1, 2, 3, -2], [1, 4, 5, -2]);
        Assert.Equal([0, 1, 1, 1], result);
    }

    [Fact]
    public void Sums_of_many_inputs_are_within_a_step()
    {
        Random random = new Random(5);
        ElementwiseNode node = new ElementwiseNode(BuiltinOperator.AddN);
        long[][] inputs = new long[5][];
        for (int k = 0; k < 5; k++)
        {
            node.Input(TensorType.Int8, [100], 0.02f, -9);
            inputs[k] = ElementwiseNode.RandomValues(random, TensorType.Int8, 100);
        }

        long[] result = node.Output(TensorType.Int8, [100], 0.05f, 4).Run(inputs);
        for (int i = 0; i < 100; i++)
        {
            // The sum has one zero point more than inputs.
            double expected = Math.Clamp((9 + inputs.Sum(x => x[i] + 9)) * 0.02 / 0.05 + 4, -128, 127);
            Assert.InRange(result[i] - expected, -1, 1);
        }
    }

    /// <summary>The expected values are those of the reference's own AddN, built and run for this test.</summary>
    [Fact]
    public void AddN_counts_the_zero_point_once_too_often_as_the_reference_does()
    {
        Assert.Equal(
            [-72, -26, 13, 56, 99, -61, -20, 20],
            new ElementwiseNode(BuiltinOperator.AddN)
                .Input(TensorType.Int8, [8], 0.02f, -9)
                .Input(TensorType.Int8, [8], 0.02f, -9)
                .Output(TensorType.Int8, [8], 0.05f, 4)
                .Run([-127, -69, -19, 33, 84, -114, -63, -12], [-89, -34, 15, 69, 127, -76, -23, 26]));
        Assert.Equal(
            [-128, -128, 21, 127, -128, -128, -110, 42],
            new ElementwiseNode(BuiltinOperator.AddN)
                .Input(TensorType.Int8, [8], 0.5f, 17)
                .Input(TensorType.Int8, [8], 0.5f, 17)
                .Input(TensorType.Int8, [8], 0.5f, 17)
                .Output(TensorType.Int8, [8], 0.5f, -3)
                .Run(
                    [-111, -63, -6, 45, 100, -102, -51, -1], [-77, -26, 30, 79, -122, -71, -13, 38], [-39, 16, 68, 121, -83, -28, 25, 76]));
    }

    [Theory]
    [InlineData(0.5f, 0.5f, 1e6f)]
    [InlineData(1e-6f, 1f, 1e3f)]
    [InlineData(0.1f, 0.1f, 1e3f)]
    [InlineData(0.5f, 0.25f, 0.1f)]
    [InlineData(1e-3f, 2f, 1e-3f)]
    [InlineData(1e6f, 1e-6f, 1e-6f)]
    public void Quotients_of_any_scales_are_rounded_and_saturated(float scale1, float scale2, float outputScale)
    {
        long[] dividends = ElementwiseNode.AllValues(TensorType.Int8).SelectMany(x => Enumerable.Repeat(x, 255)).ToArray();
        long[] divisors = Enumerable.Range(0, 256)
            .SelectMany(_ => ElementwiseNode.AllValues(TensorType.Int8).Where(y => y != 1)).ToArray();
        int[] shape = [dividends.Length];

        long[] result = new ElementwiseNode(BuiltinOperator.Div)
            .Input(TensorType.Int8, shape, scale1, 2).Input(TensorType.Int8, shape, scale2, 1)
            .Output(TensorType.Int8, shape, outputScale, 3).Run(dividends, divisors);

        for (int i = 0; i < result.Length; i++)
        {
            // Two roundings, of the factor and of the quotient, move what lies next to a half.
            double exact = (dividends[i] - 2.0) / (divisors[i] - 1.0) * ((double)scale1 / scale2 / outputScale);
            double expected = Math.Clamp(exact + 3, -128, 127);
            Assert.InRange(result[i] - expected, -0.5001, 0.5001);
        }
    }

    [Fact]
    public void Scales_that_single_precision_cannot_multiply_are_refused()
    {
        ElementwiseNode Node(BuiltinOperator code, float scale1, float scale2, float outputScale) => new ElementwiseNode(code)
            .Input(TensorType.Int8, [1], scale1).Input(TensorType.Int8, [1], scale2).Output(TensorType.Int8, [1], outputScale);
        Node(BuiltinOperator.Div, 1, 1e-30f, 1e-30f).IsRefused(ErrorCode.QuantizationUnsupported);
        Node(BuiltinOperator.Div, 1e30f, 1e-10f, 1).IsRefused(ErrorCode.QuantizationUnsupported);
        new ElementwiseNode(BuiltinOperator.Rsqrt)
            .Input(TensorType.Int8, [1], 1e-38f).Output(TensorType.Int8, [1], 1e-38f).IsRefused(ErrorCode.QuantizationUnsupported);
        new ElementwiseNode(BuiltinOperator.Relu)
            .Input(TensorType.Int8, [1], 1e30f).Output(TensorType.Int8, [1], 1e-30f).IsRefused(ErrorCode.QuantizationUnsupported);
        new ElementwiseNode(BuiltinOperator.LeakyRelu) { Options = Options.LeakyRelu(float.NaN) }
            .Input(TensorType.Int8, [1], 1).Output(TensorType.Int8, [1], 1).IsRefused(ErrorCode.QuantizationUnsupported);
    }

    [Fact]
    public void Data_that_have_no_result_are_errors()
    {
        ElementwiseNode Node(BuiltinOperator code) => new ElementwiseNode(code)
            .Input(TensorType.Int32, [2]).Input(TensorType.Int32, [2]).Output(TensorType.Int32, [2]);
        ModelException error = Assert.Throws<ModelException>(() => Node(BuiltinOperator.Div).Run([1, 1], [1, 0]));
        Assert.Equal(ErrorCode.DivisionByZero, error.Code);
        Assert.Equal(1, error.Tensor);
        Assert.Equal(ErrorCode.ValueOutOfRange, Assert.Throws<ModelException>(() => Node(BuiltinOperator.Pow).Run([1, 1], [1, -1])).Code);
        ElementwiseNode int8 = new ElementwiseNode(BuiltinOperator.Div)
            .Input(TensorType.Int8, [1], 1, 0).Input(TensorType.Int8, [1], 1, 5).Output(TensorType.Int8, [1], 1, 0);
        Assert.Equal(ErrorCode.DivisionByZero, Assert.Throws<ModelException>(() => int8.Run([1], [5])).Code);
    }

    [Fact]
    public void What_the_operators_do_not_take_is_refused()
    {
        ElementwiseNode Node(BuiltinOperator code, TensorType a, TensorType b, TensorType c, float scale = 1, long zero1 = 0) =>
            new ElementwiseNode(code).Input(a, [2], scale, zero1).Input(b, [2], scale).Output(c, [2], scale);
        Node(BuiltinOperator.Add, TensorType.Int8, TensorType.Int16, TensorType.Int8).IsRefused(ErrorCode.TypeMismatch);
        Node(BuiltinOperator.Add, TensorType.Int8, TensorType.Int8, TensorType.Int16).IsRefused(ErrorCode.TypeMismatch);
        Node(BuiltinOperator.Add, TensorType.Int32, TensorType.Int32, TensorType.Int32).IsRefused(ErrorCode.QuantizationUnsupported);
        Node(BuiltinOperator.Sub, TensorType.Int8, TensorType.Int8, TensorType.Int8, 0).IsRefused(ErrorCode.QuantizationMissing);
        Node(BuiltinOperator.Mul, TensorType.Int16, TensorType.Int16, TensorType.Int16, 1, 3).IsRefused(ErrorCode.QuantizationUnsupported);
        Node(BuiltinOperator.Mul, TensorType.Int64, TensorType.Int64, TensorType.Int64, 0).IsRefused(ErrorCode.KernelTypeMissing);
        Node(BuiltinOperator.Div, TensorType.Int16, TensorType.Int16, TensorType.Int16).IsRefused(ErrorCode.KernelTypeMissing);
        Node(BuiltinOperator.Prelu, TensorType.Int16, TensorType.Int16, TensorType.Int16).IsRefused(ErrorCode.TypeUnsupported);
        Node(BuiltinOperator.Less, TensorType.Bool, TensorType.Bool, TensorType.Bool, 0).IsRefused(ErrorCode.KernelTypeMissing);
        Node(BuiltinOperator.Equal, TensorType.Int8, TensorType.Int8, TensorType.Int8).IsRefused(ErrorCode.TypeUnsupported);
        Node(BuiltinOperator.Equal, TensorType.Int8, TensorType.Int8, TensorType.Bool, 0).IsRefused(ErrorCode.QuantizationMissing);
        Node(BuiltinOperator.LogicalAnd, TensorType.Int8, TensorType.Int8, TensorType.Bool, 0).IsRefused(ErrorCode.KernelTypeMissing);
        Node(BuiltinOperator.Maximum, TensorType.Int8, TensorType.Int8, TensorType.Int16).IsRefused(ErrorCode.TypeMismatch);
        new ElementwiseNode(BuiltinOperator.Add) { Options = Options.Add(Activation.Tanh) }
            .Input(TensorType.Int8, [1], 1).Input(TensorType.Int8, [1], 1).Output(TensorType.Int8, [1], 1).IsRefused(ErrorCode.OptionUnsupported);
        new ElementwiseNode(BuiltinOperator.Add) { Options = Options.Mul() }
            .Input(TensorType.Int8, [1], 1).Input(TensorType.Int8, [1], 1).Output(TensorType.Int8, [1], 1).IsRefused(ErrorCode.OptionsMissing);
        new ElementwiseNode(BuiltinOperator.Add).Input(TensorType.Int8, [1], 1).Output(TensorType.Int8, [1], 1)
            .IsRefused(ErrorCode.InputCountMismatch);
        new ElementwiseNode(BuiltinOperator.AddN).Input(TensorType.Int8, [1], 1).Input(TensorType.Int8, [1], 2).Output(TensorType.Int8, [1], 1)
            .IsRefused(ErrorCode.QuantizationMismatch);
        new ElementwiseNode(BuiltinOperator.SelectV2).Input(TensorType.Int8, [1]).Input(TensorType.Int8, [1]).Input(TensorType.Int8, [1])
            .Output(TensorType.Int8, [1]).IsRefused(ErrorCode.TypeUnsupported);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Elementwise;

/// <summary>
/// Functions of one input, for every stored value, against their formulas in double precision, within one quantisation step; and what
/// they refuse.
/// </summary>
public class UnaryFunctionTests
{
    [Theory]
    [InlineData(BuiltinOperator.Exp, TensorType.Int8)]
    [InlineData(BuiltinOperator.Sin, TensorType.Int8)]
    [InlineData(BuiltinOperator.Cos, TensorType.Int8)]
    [InlineData(BuiltinOperator.Sign, TensorType.Int8)]
    [InlineData(BuiltinOperator.Floor, TensorType.Int8)]
    [InlineData(BuiltinOperator.Square, TensorType.Int8)]
    [InlineData(BuiltinOperator.Neg, TensorType.Int8)]
    [InlineData(BuiltinOperator.Neg, TensorType.Int16)]
    [InlineData(BuiltinOperator.Abs, TensorType.Int8)]
    [InlineData(BuiltinOperator.Abs, TensorType.Int16)]
    [InlineData(BuiltinOperator.Relu, TensorType.Int8)]
    [InlineData(BuiltinOperator.Relu, TensorType.Int16)]
    [InlineData(BuiltinOperator.ReluN1To1, TensorType.Int8)]
    [InlineData(BuiltinOperator.ReluN1To1, TensorType.Int16)]
    [InlineData(BuiltinOperator.Relu0To1, TensorType.Int8)]
    [InlineData(BuiltinOperator.Relu0To1, TensorType.Int16)]
    [InlineData(BuiltinOperator.LeakyRelu, TensorType.Int8)]
    [InlineData(BuiltinOperator.LeakyRelu, TensorType.Int16)]
    [InlineData(BuiltinOperator.Elu, TensorType.Int8)]
    [InlineData(BuiltinOperator.Elu, TensorType.Int16)]
    [InlineData(BuiltinOperator.HardSwish, TensorType.Int16)]
    [InlineData(BuiltinOperator.Gelu, TensorType.Int8)]
    [InlineData(BuiltinOperator.Gelu, TensorType.Int16)]
    public void Every_stored_value_is_within_a_step(BuiltinOperator code, TensorType type)
    {
        Random random = new Random((int)code);
        int half = type == TensorType.Int8 ? 128 : 32768;
        bool symmetric = type == TensorType.Int16 && code is BuiltinOperator.Relu or BuiltinOperator.ReluN1To1 or BuiltinOperator.Relu0To1 or BuiltinOperator.Abs;
        for (int round = 0; round < (type == TensorType.Int8 ? 20 : 4); round++)
        {
            float inputScale = (float)(Math.Exp(random.NextDouble() * 4 - 1) / half);
            float outputScale = (float)(Math.Exp(random.NextDouble() * 3 - 1) / half);
            long inputZero = symmetric && type == TensorType.Int16 ? 0 : random.Next(-half / 2, half / 2);
            long outputZero = symmetric && type == TensorType.Int16 ? 0 : random.Next(-half / 2, half / 2);
            bool approximate = round % 2 != 0;
            OptionsTable? options = code == BuiltinOperator.LeakyRelu ? Options.LeakyRelu(approximate ? -0.3f : 0.2f)
                : code == BuiltinOperator.Gelu ? Options.Gelu(approximate) : null;
            long[] values = ElementwiseNode.AllValues(type);
            long[] result = new ElementwiseNode(code) { Options = options }
                .Input(type, [values.Length], inputScale, inputZero).Output(type, [values.Length], outputScale, outputZero).Run(values);
            for (int i = 0; i < values.Length; i += type == TensorType.Int8 ? 1 : 3)
            {
                double x = (values[i] - inputZero) * (double)inputScale;
                double real = code switch
                {
                    BuiltinOperator.Exp => Math.Exp(x),
                    BuiltinOperator.Sin => Math.Sin(x),
                    BuiltinOperator.Cos => Math.Cos(x),
                    BuiltinOperator.Sign => Math.Sign(x),
                    BuiltinOperator.Floor => Math.Floor(x),
                    BuiltinOperator.Square => x * x,
                    BuiltinOperator.Neg => -x,
                    BuiltinOperator.Abs => Math.Abs(x),
                    BuiltinOperator.Relu => Math.Max(x, 0),
                    BuiltinOperator.ReluN1To1 => Math.Clamp(x, -1, 1),
                    BuiltinOperator.Relu0To1 => Math.Clamp(x, 0, 1),
                    BuiltinOperator.LeakyRelu => x >= 0 ? x : x * (approximate ? -0.3f : 0.2f),
                    BuiltinOperator.Elu => x >= 0 ? x : Math.Exp(x) - 1,
                    BuiltinOperator.HardSwish => x * Math.Clamp(x + 3, 0, 6) / 6,
                    _ => approximate
                        ? x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))
                        : x * Normal(x),
                };
                double expected = Math.Clamp(real / outputScale + outputZero, -half, half - 1);
                Assert.InRange(result[i] - expected, -1, 1);
            }
        }
    }

    [Theory]
    [InlineData(BuiltinOperator.Logistic, TensorType.Int8, 0.07f)]
    [InlineData(BuiltinOperator.Logistic, TensorType.Int16, 0.0004f)]
    [InlineData(BuiltinOperator.Logistic, TensorType.Int16, 0.000244140625f)]
    [InlineData(BuiltinOperator.Tanh, TensorType.Int8, 0.03f)]
    [InlineData(BuiltinOperator.Tanh, TensorType.Int16, 0.0002f)]
    [InlineData(BuiltinOperator.Tanh, TensorType.Int16, 0.00048828125f)]
    [InlineData(BuiltinOperator.Tanh, TensorType.Int16, 7f)]
    public void Sigmoids_are_within_the_reference_tables_error(BuiltinOperator code, TensorType type, float scale)
    {
        bool isInt8 = type == TensorType.Int8;
        bool isTanh = code == BuiltinOperator.Tanh;
        double outputScale = isInt8 ? isTanh ? 1.0 / 128 : 1.0 / 256 : 1.0 / 32768;
        long outputZero = isInt8 && !isTanh ? -128 : 0;
        long[] values = ElementwiseNode.AllValues(type);
        long[] result = new ElementwiseNode(code)
            .Input(type, [values.Length], scale, 0).Output(type, [values.Length], (float)outputScale, outputZero).Run(values);
        for (int i = 0; i < values.Length; i++)
        {
            double x = values[i] * (double)scale;
            double real = isTanh ? Math.Tanh(x) : 1 / (1 + Math.Exp(-x));
            double expected = Math.Min(real / outputScale + outputZero, isInt8 ? 127 : 32767);

            // The 16-bit table's lines miss tanh by up to 3 steps of 2^-15, and the input's multiplier has 15 bits.
            Assert.InRange(result[i] - expected, isInt8 ? -1.01 : -4, isInt8 ? 1.01 : 4);
        }
    }

    [Theory]
    [InlineData(BuiltinOperator.Rsqrt, TensorType.Int8)]
    [InlineData(BuiltinOperator.Rsqrt, TensorType.Int16)]
    [InlineData(BuiltinOperator.Sqrt, TensorType.Int8)]
    [InlineData(BuiltinOperator.Log, TensorType.Int8)]
    public void Functions_of_positive_numbers_refuse_negative_data(BuiltinOperator code, TensorType type)
    {
        int half = type == TensorType.Int8 ? 128 : 32768;
        float scale = 4f / half;
        long zero = -half / 4;
        ElementwiseNode Node(int count) => new ElementwiseNode(code).Input(type, [count], scale, zero).Output(type, [count], 3f / half, 5);
        long[] values = ElementwiseNode.AllValues(type).Where(v => v >= zero).ToArray();
        long[] result = Node(values.Length).Run(values);
        for (int i = 0; i < values.Length; i++)
        {
            double x = (values[i] - zero) * (double)scale;
            double real = code == BuiltinOperator.Rsqrt ? 1 / Math.Sqrt(x) : code == BuiltinOperator.Sqrt ? Math.Sqrt(x) : Math.Log(x);
            Assert.InRange(result[i] - Math.Clamp(real / (3f / half) + 5, -half, half - 1), -1, 1);
        }

        ModelException error = Assert.Throws<ModelException>(() => Node(2).Run([zero, zero - 1]));
        Assert.Equal(ErrorCode.ValueOutOfRange, error.Code);
        Assert.Equal(zero - 1, error.Found);
    }

    [Fact]
    public void Unquantised_int16_has_an_absolute_value_that_wraps()
    {
        Assert.Equal([5, 5, -32768, 32767], new ElementwiseNode(BuiltinOperator.Abs)
            .Input(TensorType.Int16, [4]).Output(TensorType.Int16, [4]).Run([5, -5, -32768, -32767]));
    }

    [Fact]
    public void Casts_keep_low_bits_and_read_unsigned_bits_as_such()
    {
        long[] Cast(TensorType from, TensorType to, params long[] values) => new ElementwiseNode(BuiltinOperator.Cast)
            .Input(from, [values.Length]).Output(to, [values.Length]).Run(values);
        Assert.Equal([0, 1, -1, 57], Cast(TensorType.Int32, TensorType.Int8, 256, 257, 255, 12345));
        Assert.Equal([0, 1, -1, 12345], Cast(TensorType.Int32, TensorType.Int16, 65536, 65537, 65535, 12345));
        Assert.Equal([4294967295, 5], Cast(TensorType.Int32, TensorType.UInt32, -1, 5));
        Assert.Equal([4294967295, 5], Cast(TensorType.UInt32, TensorType.Int64, 4294967295, 5));
        Assert.Equal([255, 5], Cast(TensorType.UInt8, TensorType.Int16, 255, 5));
        Assert.Equal([1, 0], Cast(TensorType.Bool, TensorType.Int32, 1, 0));
        Assert.Equal([1, 0], Cast(TensorType.Int64, TensorType.Bool, 1L << 40, 0));
        MicroInterpreter interpreter = new ElementwiseNode(BuiltinOperator.Cast)
            .Input(TensorType.UInt32, [1]).Output(TensorType.Float32, [1]).Load();
        interpreter.Input(0).SetInteger(0, 4294967295);
        interpreter.Invoke();
        Assert.Equal(4294967296f, interpreter.Output(0).GetReal(0));
    }

    [Fact]
    public void What_the_functions_do_not_take_is_refused()
    {
        ElementwiseNode Node(BuiltinOperator code, TensorType type, float scale, long zero, float outputScale, long outputZero) =>
            new ElementwiseNode(code).Input(type, [2], scale, zero).Output(type, [2], outputScale, outputZero);
        Node(BuiltinOperator.Logistic, TensorType.Int8, 1, 0, 1f / 256, 0).IsRefused(ErrorCode.QuantizationUnsupported);
        Node(BuiltinOperator.Logistic, TensorType.Int8, 1, 0, 1f / 128, -128).IsRefused(ErrorCode.QuantizationUnsupported);
        Node(BuiltinOperator.Tanh, TensorType.Int16, 1, 1, 1f / 32768, 0).IsRefused(ErrorCode.QuantizationUnsupported);
        Node(BuiltinOperator.Tanh, TensorType.Int16, 1, 0, 1f / 65536, 0).IsRefused(ErrorCode.QuantizationUnsupported);
        Node(BuiltinOperator.Relu, TensorType.Int16, 1, 1, 1, 0).IsRefused(ErrorCode.QuantizationUnsupported);
        Node(BuiltinOperator.Abs, TensorType.Int8, 0, 0, 0, 0).IsRefused(ErrorCode.QuantizationMissing);
        Node(BuiltinOperator.Exp, TensorType.Int16, 1, 0, 1, 0).IsRefused(ErrorCode.KernelTypeMissing);
        Node(BuiltinOperator.LogicalNot, TensorType.Int8, 0, 0, 0, 0).IsRefused(ErrorCode.KernelTypeMissing);
        new ElementwiseNode(BuiltinOperator.Relu).Input(TensorType.Int8, [2], 1).Output(TensorType.Int8, [3], 1).IsRefused(ErrorCode.ShapeMismatch);
        new ElementwiseNode(BuiltinOperator.Relu).Input(TensorType.Int8, [2], 1).Output(TensorType.Int16, [2], 1).IsRefused(ErrorCode.TypeMismatch);
        new ElementwiseNode(BuiltinOperator.Cast).Input(TensorType.Int8, [2]).Output(TensorType.Int8, [1]).IsRefused(ErrorCode.ShapeMismatch);
        new ElementwiseNode(BuiltinOperator.Relu) { Version = 99 }.Input(TensorType.Int8, [2], 1).Output(TensorType.Int8, [2], 1)
            .IsRefused(ErrorCode.OperatorVersionUnsupported);
    }

    [Fact]
    public void Own_functions_agree_with_the_librarys()
    {
        for (double x = -30; x < 30; x += 0.0371)
        {
            Assert.Equal(1, RealMath.Exp(x) / Math.Exp(x), 1e-14);
            Assert.Equal(Math.Log(Math.Exp(x)), RealMath.Log(Math.Exp(x)), 1e-14);
            Assert.Equal(1, RealMath.Sqrt(Math.Exp(x)) / Math.Exp(x / 2), 1e-14);
            Assert.Equal(Math.Sin(x * 10), RealMath.Sin(x * 10), 1e-12);
            Assert.Equal(Math.Cos(x * 10), RealMath.Cos(x * 10), 1e-12);
            Assert.Equal(Math.Tanh(x), RealMath.Tanh(x), 1e-14);
        }

        Assert.Equal(0.8427007929497149, RealMath.Erf(1), 1e-15);
        Assert.Equal(-0.9953222650189527, RealMath.Erf(-2), 1e-15);
        Assert.Equal(0.9999779095030014, RealMath.Erf(3), 1e-15);
    }

    /// <summary>The normal distribution, by Simpson's rule.</summary>
    private static double Normal(double x)
    {
        if (Math.Abs(x) > 8)
        {
            return x > 0 ? 1 : 0;
        }

        const int Steps = 64;
        double step = x / Steps;
        double sum = 1 + Math.Exp(-x * x / 2);
        for (int i = 1; i < Steps; i++)
        {
            double t = i * step;
            sum += (i % 2 == 0 ? 2 : 4) * Math.Exp(-t * t / 2);
        }

        return 0.5 + sum * step / 3 / Math.Sqrt(2 * Math.PI);
    }
}

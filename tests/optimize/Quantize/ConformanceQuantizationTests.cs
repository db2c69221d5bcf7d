// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.Optimize.Quantize;
using Xunit;

namespace TinyInterp.Tests.Optimize.Quantize;

using TinyInterp.Schema;

/// <summary>The float32 models of the golden cases, quantised on random data and measured on other random data.</summary>
public class ConformanceQuantizationTests
{
    /// <summary>Operators with weights, those whose kernels need scales of their own or shared ones, and arithmetic.</summary>
    private static readonly string[] _operators =
    {
        "conv_2d", "depthwise_conv_2d", "fully_connected", "transpose_conv", "unidirectional_sequence_lstm", "svdf", "batch_matmul",
        "prelu", "add", "sub", "mul", "squared_difference", "add_n", "average_pool_2d", "max_pool_2d", "mean", "sum", "reduce_max",
        "concatenation", "split", "pad", "padv2", "mirror_pad", "strided_slice", "gather", "transpose", "resize_bilinear",
        "resize_nearest_neighbor", "softmax", "log_softmax", "logistic", "tanh", "l2_normalization", "relu", "relu6", "leaky_relu",
        "hard_swish", "elu", "abs", "neg", "square", "exp", "sin", "maximum", "cumsum", "embedding_lookup", "select_v2", "zeros_like",
    };

    /// <summary>What has no int16 kernel.</summary>
    private static readonly string[] _only8 = { "svdf", "log_softmax", "exp", "sin", "embedding_lookup" };

    public static IEnumerable<TheoryDataRow<string>> Operators()
    {
        return _operators.Select(name => new TheoryDataRow<string>(name));
    }

    public static IEnumerable<TheoryDataRow<string>> Int16Operators()
    {
        return _operators.Except(_only8).Select(name => new TheoryDataRow<string>(name));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Int8_leaves_at_least_thirty_decibels(string name)
    {
        Check(name, new QuantizeOptions { Scheme = Scheme.Int8 }, 30);
    }

    [Theory]
    [MemberData(nameof(Int16Operators))]
    public void Int16_leaves_at_least_sixty_decibels(string name)
    {
        // A resized picture has values near 0 next to large ones, and the kernel's fractions have ten bits.
        Check(name, new QuantizeOptions { Scheme = Scheme.Int16x8 }, name == "resize_bilinear" ? 55 : 60);
    }

    [Theory]
    [InlineData("conv_2d")]
    [InlineData("depthwise_conv_2d")]
    [InlineData("fully_connected")]
    public void Int4_weights_leave_at_least_twenty_decibels(string name)
    {
        Check(name, new QuantizeOptions { Scheme = Scheme.Int4 }, 20);
    }

    [Theory]
    [InlineData("conv_2d")]
    [InlineData("transpose_conv")]
    [InlineData("unidirectional_sequence_lstm")]
    public void Float16_weights_leave_at_least_sixty_decibels(string name)
    {
        Check(name, new QuantizeOptions { Scheme = Scheme.Float16 }, 60);
    }

    [Theory]
    [InlineData("svdf")]
    [InlineData("floor")]
    [InlineData("if")]
    [InlineData("l2_pool_2d")]
    public void What_has_no_integer_kernel_is_refused_by_name(string name)
    {
        byte[] model = Models(name).First();

        QuantizeException e = Assert.Throws<QuantizeException>(
            () => Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions { Scheme = Scheme.Int16x8 }));

        Assert.Contains(name == "if" ? "subgraphs" : name.ToUpperInvariant(), e.Message);
    }

    private static void Check(string name, QuantizeOptions options, double least)
    {
        foreach (byte[] model in Models(name))
        {
            QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model, 32), options);

            double decibels = Measure.Decibels(model, quantized.Bytes);
            Assert.True(decibels >= least, name + ": " + decibels + " dB");
            Measure.RequireSameOnDevice(quantized.Bytes);
        }
    }

    private static List<byte[]> Models(string name)
    {
        string path = RepositoryFiles.At("tests", "conformance", "float32", name + ".zip");
        using CaseSource source = CaseSource.Open(path).Single();
        return CaseReader.Read(source).Select(golden => golden.ReadModel()).Where(model => !HasInt8(model))
            .DistinctBy(Convert.ToHexString).ToList();
    }

    // The hybrid EMBEDDING_LOOKUP is quantised already.
    private static bool HasInt8(byte[] model)
    {
        return TinyInterp.Writer.ModelDocument.Read(model).Subgraphs[0].Tensors.Any(tensor => tensor.Type == TensorType.Int8);
    }
}

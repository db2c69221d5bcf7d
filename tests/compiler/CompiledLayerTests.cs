// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler;
using TinyInterp.Compiler.Measure;
using TinyInterp.Driver;
using TinyInterp.Golden;
using TinyInterp.Schema;
using TinyInterp.Tests.Optimize.Prune;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Compiler;

/// <summary>Layers in forms that no golden case has, compiled: the same bytes as interpreted, and the form that is meant.</summary>
public class CompiledLayerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Random_nets_with_dead_channels_and_residuals_are_equal(bool isDevice)
    {
        RequireEqual(Enumerable.Range(0, 40).Select(seed => RandomNet.Of(false, seed)).ToArray(), isDevice);
    }

    [Fact]
    public void An_add_behind_a_convolution_is_computed_by_it()
    {
        byte[] model = new RandomNet(false, 3, 1, 8, 8, 3).Residual().Flatten().Dense(4).Build();

        CompiledSource source = Compile(model);

        Assert.Equal(["CONV_2D", "ADD", "FULLY_CONNECTED"], source.Layers.Select(layer => layer.Operator));
        Assert.Equal("computed by node 0", source.Layers[1].Form);
        RequireEqual([model], false);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_product_with_a_constant_matrix_is_compiled(bool isTransposed)
    {
        Random random = new Random(9);
        ModelBuilder builder = new ModelBuilder();
        int input = builder.Input("x", TensorType.Int8, [2, 5, 12], 0.05f, 3);
        sbyte[] values = Enumerable.Range(0, 84).Select(_ => (sbyte)random.Next(-128, 128)).ToArray();
        int matrix = builder.Constant("m", isTransposed ? [7, 12] : [12, 7], values, 0.01f, -4);
        int output = builder.Tensor("y", TensorType.Int8, [2, 5, 7], 0.08f, 5);
        builder.Operator(BuiltinOperator.BatchMatMul, Options.BatchMatMul(adjY: isTransposed), [input, matrix], [output], 4);
        builder.Output(output);
        byte[] model = builder.Build();

        Assert.Equal("literals", Compile(model).Layers.Single().Form);
        RequireEqual([model], false);
    }

    [Fact]
    public void A_pointwise_convolution_of_four_bit_weights_takes_at_most_1_8_units_a_mac()
    {
        byte[] model = FourBitConvolution();

        CompiledSource source = Compile(model);
        double units = CompiledProfiler.Profile(source).Layers.Single().Units;

        Assert.Equal(512_000, source.Layers.Single().Macs);
        Assert.InRange(units / 512_000, 0.5, 1.8);
        RequireEqual([model], true);
    }

    private static byte[] FourBitConvolution()
    {
        Random random = new Random(4);
        ModelBuilder builder = new ModelBuilder();
        int input = builder.Input("x", TensorType.Int8, [1, 25, 5, 64], 0.03f, -128);
        byte[] weights = Enumerable.Range(0, 2048).Select(_ => (byte)(Nibble() | (Nibble() << 4))).ToArray();
        float[] scales = Enumerable.Range(0, 64).Select(_ => 0.02f + 0.02f * random.NextSingle()).ToArray();
        int filter = builder.Constant("w", TensorType.Int4, [64, 1, 1, 64], weights, QuantizationDef.PerChannel(scales, 0));
        int bias = builder.Constant("b", [64], new int[64], QuantizationDef.PerChannel(scales.Select(scale => scale * 0.03f).ToArray(), 0));
        int output = builder.Tensor("y", TensorType.Int8, [1, 25, 5, 64], 0.06f, -128);
        builder.Operator(
            BuiltinOperator.Conv2D, Options.Conv2D(Padding.Same, 1, 1, Activation.Relu), [input, filter, bias], [output], 7);
        builder.Output(output);
        return builder.Build();

        int Nibble()
        {
            return random.Next(-7, 8) & 15;
        }
    }

    private static CompiledSource Compile(byte[] model)
    {
        return ModelCompiler.Compile(model, new CompileOptions("Tested", "Net", "a model"));
    }

    private static void RequireEqual(IReadOnlyList<byte[]> models, bool isDevice)
    {
        CompiledZip compiled = new CompiledZip(models, isDevice);
        Engine interpreter = new Engine();
        Random random = new Random(21);
        for (int m = 0; m < models.Count; m++)
        {
            IModelSession expected = interpreter.Load(models[m]);
            IModelSession actual = compiled.Load(models[m]);
            for (int run = 0; run < 4; run++)
            {
                byte[] input = new byte[expected.Input(0).ByteCount];
                random.NextBytes(input);
                expected.SetInput(0, input);
                actual.SetInput(0, input);
                expected.Invoke();
                actual.Invoke();
                Assert.True(expected.GetOutput(0).SequenceEqual(actual.GetOutput(0)), "model " + m + ", run " + run);
            }
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.IlMeter;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;
using Padding = TinyInterp.Writer.Padding;

namespace TinyInterp.Tests.Meter;

/// <summary>Three products a multiplication: what keyword models are made of costs a fraction of a plain loop's 25 units a MAC.</summary>
[Collection("il-meter")]
public class ConvolutionCostTests
{
    private static readonly Lazy<IlProfiler> _profiler = new(IlProfiler.OfThisProgram);

    [Theory]
    [InlineData(16, 16, 11)]
    [InlineData(24, 32, 8)]
    [InlineData(32, 32, 7)]
    [InlineData(64, 64, 5)]
    public void A_pointwise_convolution_is_cheap(int depth, int filters, double maxUnits)
    {
        ModelBuilder model = new ModelBuilder();
        int input = model.Input("in", TensorType.Int8, [1, 16, 4, depth], 0.05f, -5);
        int output = model.Tensor("out", TensorType.Int8, [1, 16, 4, filters], 0.2f, 3);
        model.Operator(
            BuiltinOperator.Conv2D, Options.Conv2D(Padding.Same, 1, 1, Activation.None),
            [input, Weights(model, [filters, 1, 1, depth])], [output]);

        AssertUnits(model, output, 64 * depth * filters, maxUnits);
    }

    [Theory]
    [InlineData(16, 26)]
    [InlineData(64, 20)]
    public void A_depthwise_convolution_over_time_is_cheap(int length, double maxUnits)
    {
        ModelBuilder model = new ModelBuilder();
        int input = model.Input("in", TensorType.Int8, [1, length, 1, 24], 0.05f, -5);
        int output = model.Tensor("out", TensorType.Int8, [1, length, 1, 24], 0.2f, -128);
        model.Operator(
            BuiltinOperator.DepthwiseConv2D, Options.DepthwiseConv2D(Padding.Same, 1, 1, 1, Activation.Relu),
            [input, Weights(model, [1, 9, 1, 24])], [output]);

        AssertUnits(model, output, length * 9 * 24, maxUnits);
    }

    [Fact]
    public void A_wide_layer_with_packed_weights_is_cheap()
    {
        ModelBuilder model = new ModelBuilder();
        int input = model.Input("in", TensorType.Int8, [1, 320], 0.05f, -5);
        int output = model.Tensor("out", TensorType.Int8, [1, 96], 0.5f, 3);
        model.Operator(
            BuiltinOperator.FullyConnected, Options.FullyConnected(Activation.None), [input, Weights(model, [96, 320])], [output]);

        AssertUnits(model, output, 320 * 96, 5);
    }

    private static int Weights(ModelBuilder model, int[] shape)
    {
        sbyte[] values = Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => (sbyte)(i * 37 % 101 - 50)).ToArray();
        return model.Constant("weights", shape, values, 0.005f, 0);
    }

    private static void AssertUnits(ModelBuilder model, int output, double macs, double maxUnits)
    {
        model.Output(output);
        Assert.InRange(_profiler.Value.Profile(model.Build()).Nodes.Single().Units / macs, 2, maxUnits);
    }
}

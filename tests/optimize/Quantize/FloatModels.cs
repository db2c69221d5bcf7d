// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Optimize.Data;
using TinyInterp.Writer;

namespace TinyInterp.Tests.Optimize.Quantize;

using TinyInterp.Schema;

/// <summary>Float32 models with weights drawn at random, always the same.</summary>
internal static class FloatModels
{
    /// <summary>Convolution, depthwise and pointwise with RELU6 and RELU, pooling, mean, dense, softmax: what a classifier consists of.</summary>
    public static byte[] Classifier()
    {
        Random random = new Random(5);
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 12, 12, 1]);
        int w1 = Weights(builder, random, "w1", [8, 3, 3, 1], 9);
        int b1 = Weights(builder, random, "b1", [8], 30);
        int y1 = builder.Tensor("y1", TensorType.Float32, [1, 12, 12, 8]);
        builder.Operator(BuiltinOperator.Conv2D, Options.Conv2D(Padding.Same, 1, 1, Activation.Relu6), [x, w1, b1], [y1]);
        int w2 = Weights(builder, random, "w2", [1, 3, 3, 8], 9);
        int b2 = Weights(builder, random, "b2", [8], 30);
        int y2 = builder.Tensor("y2", TensorType.Float32, [1, 12, 12, 8]);
        builder.Operator(
            BuiltinOperator.DepthwiseConv2D, Options.DepthwiseConv2D(Padding.Same, 1, 1, 1, Activation.Relu), [y1, w2, b2], [y2]);
        int y3 = builder.Tensor("y3", TensorType.Float32, [1, 6, 6, 8]);
        builder.Operator(BuiltinOperator.MaxPool2D, Options.Pool2D(Padding.Valid, 2, 2, 2, 2), [y2], [y3]);
        int w4 = Weights(builder, random, "w4", [12, 1, 1, 8], 8);
        int b4 = Weights(builder, random, "b4", [12], 30);
        int y4 = builder.Tensor("y4", TensorType.Float32, [1, 6, 6, 12]);
        builder.Operator(BuiltinOperator.Conv2D, Options.Conv2D(Padding.Same, 1, 1, Activation.Relu), [y3, w4, b4], [y4]);
        int axes = builder.Constant("axes", [2], new[] { 1, 2 });
        int y5 = builder.Tensor("y5", TensorType.Float32, [1, 12]);
        builder.Operator(BuiltinOperator.Mean, Options.Reducer(false), [y4, axes], [y5]);
        int w6 = Weights(builder, random, "w6", [5, 12], 0.02);
        int b6 = Weights(builder, random, "b6", [5], 30);
        int y6 = builder.Tensor("y6", TensorType.Float32, [1, 5]);
        builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(), [y5, w6, b6], [y6]);
        int p = builder.Tensor("p", TensorType.Float32, [1, 5]);
        builder.Operator(BuiltinOperator.Softmax, Options.Softmax(1f), [y6], [p]);
        builder.Output(p);
        return builder.Build();
    }

    /// <summary>32 to 4 values and back, with RELU between.</summary>
    public static byte[] Autoencoder()
    {
        Random random = new Random(6);
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 32]);
        int[] sizes = [32, 16, 4, 16, 32];
        for (int i = 1; i < sizes.Length; i++)
        {
            int w = Weights(builder, random, "w" + i, [sizes[i], sizes[i - 1]], sizes[i - 1] / 3.0);
            int b = Weights(builder, random, "b" + i, [sizes[i]], 10);
            int y = builder.Tensor("y" + i, TensorType.Float32, [1, sizes[i]]);
            Activation activation = i == sizes.Length - 1 ? Activation.None : Activation.Relu;
            builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(activation), [x, w, b], [y]);
            x = y;
        }

        builder.Output(x);
        return builder.Build();
    }

    /// <summary>A convolution, then what a batch normalisation is: MUL and ADD of a constant for each channel, and a RELU6.</summary>
    public static byte[] Normalized()
    {
        Random random = new Random(7);
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 6, 6, 2]);
        int w = Weights(builder, random, "w", [4, 3, 3, 2], 4);
        int conv = builder.Tensor("conv", TensorType.Float32, [1, 6, 6, 4]);
        builder.Operator(BuiltinOperator.Conv2D, Options.Conv2D(Padding.Same, 1, 1), [x, w], [conv]);
        int factor = Weights(builder, random, "factor", [4], 0.3);
        int scaled = builder.Tensor("scaled", TensorType.Float32, [1, 6, 6, 4]);
        builder.Operator(BuiltinOperator.Mul, Options.Mul(), [conv, factor], [scaled]);
        int term = Weights(builder, random, "term", [1, 1, 1, 4], 3);
        int shifted = builder.Tensor("shifted", TensorType.Float32, [1, 6, 6, 4]);
        builder.Operator(BuiltinOperator.Add, Options.Add(), [term, scaled], [shifted]);
        int y = builder.Tensor("y", TensorType.Float32, [1, 6, 6, 4]);
        builder.Operator(BuiltinOperator.Relu6, null, [shifted], [y]);
        builder.Output(y);
        return builder.Build();
    }

    /// <summary>LOGISTIC, whose kernel fixes the parameters, concatenated with a tensor of another range.</summary>
    public static byte[] LogisticJoined()
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 6]);
        int s = builder.Tensor("s", TensorType.Float32, [1, 6]);
        builder.Operator(BuiltinOperator.Logistic, null, [x], [s]);
        int y = builder.Tensor("y", TensorType.Float32, [1, 12]);
        builder.Operator(BuiltinOperator.Concatenation, Options.Concatenation(1), [s, x], [y]);
        builder.Output(y);
        return builder.Build();
    }

    /// <summary>
    /// Branches that meet again: a residual ADD, LOGISTIC and TANH concatenated with a convolution and a constant, MAXIMUM with a constant,
    /// a gate by MUL, a padded convolution that reads what others read too, and two outputs.
    /// </summary>
    public static byte[] Branches()
    {
        Random random = new Random(9);
        ModelBuilder builder = new ModelBuilder();
        int[] shape = [1, 4, 4, 3];
        int Tensor(string name, params int[] size) => builder.Tensor(name, TensorType.Float32, size.Length == 0 ? shape : size);
        int x = builder.Input("x", TensorType.Float32, shape);
        int w1 = Weights(builder, random, "w1", [3, 3, 3, 3], 9);
        int conv = Tensor("conv");
        builder.Operator(BuiltinOperator.Conv2D, Options.Conv2D(Padding.Same, 1, 1), [x, w1, -1], [conv]);
        int sum = Tensor("sum");
        builder.Operator(BuiltinOperator.Add, Options.Add(Activation.Relu), [conv, x], [sum]);
        int gate = Tensor("gate");
        builder.Operator(BuiltinOperator.Logistic, null, [sum], [gate]);
        int swing = Tensor("swing");
        builder.Operator(BuiltinOperator.Tanh, null, [conv], [swing]);
        int gated = Tensor("gated");
        builder.Operator(BuiltinOperator.Mul, Options.Mul(), [gate, sum], [gated]);
        int fixedPart = Weights(builder, random, "fixed", [1, 4, 4, 1], 1);
        int joined = Tensor("joined", 1, 4, 4, 13);
        builder.Operator(
            BuiltinOperator.Concatenation, Options.Concatenation(3), [gate, swing, conv, gated, fixedPart], [joined]);
        int floor = builder.Constant("floor", [1], new[] { -0.25f });
        int limited = Tensor("limited", 1, 4, 4, 13);
        builder.Operator(BuiltinOperator.Maximum, null, [joined, floor], [limited]);
        int borders = builder.Constant("borders", [4, 2], new[] { 0, 0, 1, 1, 1, 1, 0, 0 });
        int padded = Tensor("padded", 1, 6, 6, 13);
        builder.Operator(BuiltinOperator.Pad, null, [limited, borders], [padded]);
        int w2 = Weights(builder, random, "w2", [5, 3, 3, 13], 40);
        int b2 = Weights(builder, random, "b2", [5], 10);
        int y = Tensor("y", 1, 4, 4, 5);
        builder.Operator(BuiltinOperator.Conv2D, Options.Conv2D(Padding.Valid, 1, 1, Activation.ReluN1To1), [padded, w2, b2], [y]);
        builder.Output(y);
        builder.Output(swing);
        return builder.Build();
    }

    /// <summary>LSTM over eight steps, its last step, a dense layer, log-softmax or softmax.</summary>
    public static byte[] Recurrent()
    {
        Random random = new Random(10);
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 8, 6]);
        int[] inputs = Enumerable.Repeat(-1, 24).ToArray();
        inputs[0] = x;
        for (int g = 0; g < 4; g++)
        {
            inputs[1 + g] = Weights(builder, random, "i" + g, [10, 6], 3);
            inputs[5 + g] = Weights(builder, random, "r" + g, [10, 10], 10);
            inputs[12 + g] = Weights(builder, random, "b" + g, [10], 10);
        }

        inputs[18] = builder.Variable("h", TensorType.Float32, [1, 10]);
        inputs[19] = builder.Variable("c", TensorType.Float32, [1, 10]);
        int steps = builder.Tensor("steps", TensorType.Float32, [1, 8, 10]);
        builder.Operator(
            BuiltinOperator.UnidirectionalSequenceLstm, Options.UnidirectionalSequenceLstm(Activation.Tanh), inputs, [steps]);
        int begin = builder.Constant("begin", [3], new[] { 0, 7, 0 });
        int size = builder.Constant("size", [3], new[] { 1, 1, 10 });
        int last = builder.Tensor("last", TensorType.Float32, [1, 1, 10]);
        builder.Operator(BuiltinOperator.Slice, null, [steps, begin, size], [last]);
        int flat = builder.Tensor("flat", TensorType.Float32, [1, 10]);
        builder.Operator(BuiltinOperator.Reshape, Options.Reshape([1, 10]), [last], [flat]);
        int w = Weights(builder, random, "w", [4, 10], 0.5);
        int b = Weights(builder, random, "b", [4], 10);
        int y = builder.Tensor("y", TensorType.Float32, [1, 4]);
        builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(), [flat, w, b], [y]);
        int p = builder.Tensor("p", TensorType.Float32, [1, 4]);
        builder.Operator(BuiltinOperator.Softmax, Options.Softmax(1f), [y], [p]);
        builder.Output(p);
        return builder.Build();
    }

    /// <summary>One dense layer.</summary>
    public static byte[] Dense(Action<ModelBuilder>? change = null)
    {
        Random random = new Random(8);
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 8]);
        int w = Weights(builder, random, "w", [3, 8], 1);
        int b = Weights(builder, random, "b", [3], 1);
        int y = builder.Tensor("y", TensorType.Float32, [1, 3]);
        builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(), [x, w, b], [y]);
        builder.Output(y);
        builder.Signature("serving_default");
        change?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>Data for a model.</summary>
    public static DataSet Random(byte[] model, int count = 64, int seed = 1)
    {
        return DataSet.Load(DataSpec.Parse("random:" + count + ":" + seed), ModelInputs.Of(model));
    }

    private static int Weights(ModelBuilder builder, Random random, string name, int[] shape, double fanIn)
    {
        float[] values = new float[shape.Aggregate(1, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)((2 * random.NextDouble() - 1) * Math.Sqrt(3 / fanIn));
        }

        return builder.Constant(name, shape, values);
    }
}

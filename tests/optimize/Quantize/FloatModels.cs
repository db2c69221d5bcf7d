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

    /// <summary>LOGISTIC, whose grid is the kernel's, joined with a tensor of another range.</summary>
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

    /// <summary>One dense layer.</summary>
    public static byte[] Dense(Action<ModelBuilder> change = null)
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

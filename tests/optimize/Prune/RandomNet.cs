// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Tests.Optimize.Prune;

/// <summary>Builds convolutional nets in float or int8, layer by layer or at random. Every method adds a layer behind the last one.</summary>
internal sealed class RandomNet
{
    private readonly ModelBuilder _builder = new ModelBuilder();
    private readonly Random _random;
    private readonly bool _isFloat;

    public RandomNet(bool isFloat, int seed, params int[] inputShape)
    {
        _isFloat = isFloat;
        _random = new Random(seed);
        Last = isFloat ? _builder.Input("x", TensorType.Float32, inputShape) : _builder.Input("x", TensorType.Int8, inputShape, 1f / 64, 3);
    }

    /// <summary>The tensor that the next layer reads.</summary>
    public int Last { get; set; }

    /// <summary>Channels that the next layers with weights get all weights 0 for, and those whose bias is 0 too.</summary>
    public int[] Dead { get; set; } = [];

    /// <summary>Whether dead channels keep a bias.</summary>
    public bool HasBiasWhereDead { get; set; } = true;

    /// <summary>Input channels that the next layers with weights do not read.</summary>
    public int[] Unread { get; set; } = [];

    public int[] Shape => _builder.Definition.Tensors[Last].Shape;

    /// <summary>A net of layers chosen by the seed, ending in scores.</summary>
    public static byte[] Of(bool isFloat, int seed)
    {
        RandomNet net = new RandomNet(isFloat, seed, 1, 8, 7, 1 + seed % 3);
        Random random = new Random(1000 + seed);
        for (int layers = 3 + random.Next(5); layers > 0; layers--)
        {
            int channels = 3 + random.Next(6);
            net.Dead = Enumerable.Range(0, 10).Where(_ => random.Next(5) == 0).ToArray();
            net.HasBiasWhereDead = random.Next(2) == 0;
            net.Unread = Enumerable.Range(0, 10).Where(_ => random.Next(8) == 0).ToArray();
            Activation activation = random.Next(2) == 0 ? Activation.Relu : Activation.None;
            switch (random.Next(9))
            {
                case 0:
                case 1:
                    net.Conv(channels, 1 + 2 * random.Next(2), random.Next(3) == 0 ? Padding.Valid : Padding.Same, 1 + random.Next(2), activation);
                    break;
                case 2:
                case 3:
                    net.Depthwise(3, random.Next(2) == 0 ? Padding.Valid : Padding.Same, 1 + random.Next(2), activation);
                    break;
                case 4:
                    net.Logistic();
                    break;
                case 5:
                    net.Residual();
                    break;
                case 6:
                    net.AddConstant();
                    break;
                case 7:
                    net.Concatenation(channels);
                    break;
                default:
                    net.AveragePool();
                    break;
            }
        }

        net.Dead = [];
        bool hasBias = random.Next(2) == 0;
        return random.Next(2) == 0 ? net.Flatten().Dense(4, hasBias).Build() : net.Mean().Dense(4, hasBias).Build();
    }

    public RandomNet Conv(int channels, int size, Padding padding, int stride = 1, Activation activation = Activation.None)
    {
        int[] shape = Shape;
        if (padding == Padding.Valid && Math.Min(shape[1], shape[2]) < size)
        {
            padding = Padding.Same;
        }

        int output = Tensor([1, Out(shape[1], size, stride, padding), Out(shape[2], size, stride, padding), channels]);
        (int filter, int bias) = Weights([channels, size, size, shape[3]], channels, 0, shape[3]);
        _builder.Operator(BuiltinOperator.Conv2D, Options.Conv2D(padding, stride, stride, activation), [Last, filter, bias], [output], 3);
        Last = output;
        return this;
    }

    public RandomNet Depthwise(int size, Padding padding, int stride = 1, Activation activation = Activation.None, int multiplier = 1)
    {
        int[] shape = Shape;
        if (padding == Padding.Valid && Math.Min(shape[1], shape[2]) < size)
        {
            padding = Padding.Same;
        }

        int channels = shape[3] * multiplier;
        int output = Tensor([1, Out(shape[1], size, stride, padding), Out(shape[2], size, stride, padding), channels]);
        (int filter, int bias) = Weights([1, size, size, channels], channels, 3, 0);
        _builder.Operator(
            BuiltinOperator.DepthwiseConv2D, Options.DepthwiseConv2D(padding, stride, stride, multiplier, activation), [Last, filter, bias], [output], 3);
        Last = output;
        return this;
    }

    public RandomNet Dense(int channels, bool hasBias = true)
    {
        int columns = Shape.Aggregate(1, (count, size) => count * size);
        int output = Tensor([1, channels]);
        (int filter, int bias) = Weights([channels, columns], channels, 0, columns);
        _builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(), [Last, filter, hasBias ? bias : -1], [output], 4);
        Last = output;
        return this;
    }

    public RandomNet Logistic()
    {
        int output = _isFloat ? Tensor(Shape) : _builder.Tensor(NewName(), TensorType.Int8, Shape, 1f / 256, -128);
        _builder.Operator(BuiltinOperator.Logistic, null, [Last], [output], 2);
        Last = output;
        return this;
    }

    public RandomNet AveragePool()
    {
        int[] shape = Shape;
        int output = Like(Last, [1, Out(shape[1], 2, 2, Padding.Same), Out(shape[2], 2, 2, Padding.Same), shape[3]]);
        _builder.Operator(BuiltinOperator.AveragePool2D, Options.Pool2D(Padding.Same, 2, 2, 2, 2), [Last], [output], 2);
        Last = output;
        return this;
    }

    /// <summary>A sum of the last tensor and a convolution of it.</summary>
    public RandomNet Residual()
    {
        int before = Last;
        Conv(Shape[3], 3, Padding.Same);
        int output = Tensor(Shape);
        _builder.Operator(BuiltinOperator.Add, Options.Add(), [before, Last], [output], 2);
        Last = output;
        return this;
    }

    public RandomNet AddConstant()
    {
        int count = Shape[^1];
        int constant = _isFloat
            ? _builder.Constant(NewName(), [count], Values(count))
            : _builder.Constant(NewName(), [count], OptimizeModels.Stored(Values(count), 1f / 127), 1f / 127, 0);
        int output = Tensor(Shape);
        _builder.Operator(BuiltinOperator.Add, Options.Add(), [Last, constant], [output], 2);
        Last = output;
        return this;
    }

    /// <summary>Two convolutions of the last tensor side by side.</summary>
    public RandomNet Concatenation(int channels)
    {
        int before = Last;
        Conv(channels, 1, Padding.Same);
        int first = Last;
        Last = before;
        Conv(2, 3, Padding.Same);
        int second = Last;
        _builder.Definition.Tensors[second].Quantization = _builder.Definition.Tensors[first].Quantization;
        int output = Like(first, [.. _builder.Definition.Tensors[first].Shape[..3], channels + 2]);
        _builder.Operator(BuiltinOperator.Concatenation, Options.Concatenation(3), [first, second], [output], 2);
        Last = output;
        return this;
    }

    public RandomNet Flatten()
    {
        int count = Shape.Aggregate(1, (product, size) => product * size);
        int output = Like(Last, [1, count]);
        _builder.Operator(BuiltinOperator.Reshape, Options.Reshape([1, count]), [Last, _builder.Constant(NewName(), [2], new[] { 1, count })], [output]);
        Last = output;
        return this;
    }

    public RandomNet Mean()
    {
        int output = Tensor([1, Shape[3]]);
        _builder.Operator(BuiltinOperator.Mean, Options.Reducer(false), [Last, _builder.Constant(NewName(), [2], new[] { 1, 2 })], [output], 2);
        Last = output;
        return this;
    }

    public byte[] Build()
    {
        _builder.Output(Last);
        byte[] model = _builder.Build();
        ModelVerifier.Verify(model);
        return model;
    }

    private static int Out(int size, int window, int stride, Padding padding)
    {
        return padding == Padding.Same ? (size + stride - 1) / stride : (size - window) / stride + 1;
    }

    private int Tensor(int[] shape)
    {
        return _isFloat
            ? _builder.Tensor(NewName(), TensorType.Float32, shape)
            : _builder.Tensor(NewName(), TensorType.Int8, shape, 0.02f + 0.02f * _random.NextSingle(), _random.Next(-40, 40));
    }

    private int Like(int tensor, int[] shape)
    {
        TensorDef like = _builder.Definition.Tensors[tensor];
        return _builder.Tensor(NewName(), like.Type, shape, like.Quantization);
    }

    private (int Filter, int Bias) Weights(int[] shape, int channels, int channelDimension, int inputs)
    {
        float[] values = Values(shape.Aggregate(1, (count, size) => count * size));
        int row = values.Length / channels;
        for (int i = 0; i < values.Length; i++)
        {
            int channel = channelDimension == 0 ? i / row : i % channels;
            bool isUnread = inputs != 0 && Array.IndexOf(Unread, i % inputs % Shape[^1]) >= 0;
            values[i] = Array.IndexOf(Dead, channel) >= 0 || isUnread ? 0 : values[i] == 0 ? 0.5f : values[i];
        }

        float[] bias = Values(channels);
        for (int c = 0; c < channels; c++)
        {
            bias[c] = Array.IndexOf(Dead, c) >= 0 && !HasBiasWhereDead ? 0 : bias[c];
        }

        if (_isFloat)
        {
            return (_builder.Constant(NewName(), shape, values), _builder.Constant(NewName(), [channels], bias));
        }

        float[] scales = Values(channels).Select(v => (1.5f + v) / 400).ToArray();
        float input = _builder.Definition.Tensors[Last].Quantization!.Scale![0];
        sbyte[] stored = values.Select((v, i) => (sbyte)(v == 0 ? 0 : Math.Sign(v) * Math.Max(1, (int)(Math.Abs(v) * 127)))).ToArray();
        float[] biasScales = scales.Select(scale => scale * input).ToArray();
        return (
            _builder.Constant(NewName(), shape, stored, QuantizationDef.PerChannel(scales, channelDimension)),
            _builder.Constant(
                NewName(), [channels], bias.Select((v, c) => (int)(v / biasScales[c])).ToArray(), QuantizationDef.PerChannel(biasScales, 0)));
    }

    private float[] Values(int count)
    {
        return Enumerable.Range(0, count).Select(_ => (float)(_random.NextDouble() * 2 - 1)).ToArray();
    }

    private string NewName()
    {
        return "t" + _builder.Definition.Tensors.Count;
    }
}

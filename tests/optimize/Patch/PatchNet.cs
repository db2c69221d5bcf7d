// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using PaddingRules = TinyInterp.Kernels.Padding;

namespace TinyInterp.Tests.Optimize.Patch;

/// <summary>Builds quantised networks layer by layer, with random weights, for patches.</summary>
internal sealed class PatchNet
{
    private const float Scale = 0.05f;

    private readonly ModelBuilder _model = new ModelBuilder();
    private readonly Random _random;
    private readonly TensorType _type;

    internal PatchNet(int seed, int height, int width, int channels, TensorType type = TensorType.Int8)
    {
        _random = new Random(seed);
        _type = type;
        Last = _model.Input("x", type, [1, height, width, channels], Scale, ZeroPoint());
    }

    /// <summary>The tensor that the next layer reads.</summary>
    internal int Last { get; set; }

    internal int[] Shape => _model.Definition.Tensors[Last].Shape;

    /// <summary>An int8 network of the kinds of layer that patches know, with odd sizes, strides, dilations and residuals.</summary>
    internal static PatchNet Random(int seed, TensorType type = TensorType.Int8)
    {
        Random random = new Random(seed);
        PatchNet net = new PatchNet(seed, random.Next(12, 30), random.Next(12, 30), random.Next(1, 5), type);
        int layers = random.Next(2, 6);
        for (int i = 0; i < layers; i++)
        {
            int stride = random.Next(3) == 0 ? 2 : 1;
            int dilation = stride == 1 ? random.Next(1, 3) : 1;
            Padding padding = random.Next(4) == 0 && net.Shape[1] > 10 && net.Shape[2] > 10 ? Padding.Valid : Padding.Same;
            switch (random.Next(6))
            {
                case 0:
                    net.Depthwise(3, stride, padding, dilation);
                    break;
                case 1:
                    net.MaxPool(random.Next(2, 4), stride, padding);
                    break;
                case 2:
                    net.Pad(random.Next(3), random.Next(3), random.Next(3), random.Next(3)).Conv(random.Next(1, 6), 3, stride, Padding.Valid, 1);
                    break;
                case 3:
                    net.Residual();
                    break;
                default:
                    net.Conv(random.Next(1, 8), random.Next(1, 5), stride, padding, dilation);
                    break;
            }
        }

        return net;
    }

    /// <summary>The first layers of MobileNetV2 with few channels: the expanded tensors make the peak.</summary>
    internal static PatchNet MobileNet(int seed)
    {
        PatchNet net = new PatchNet(seed, 96, 96, 3).Conv(16, 3, 2).Depthwise(3, 1).Conv(8, 1, 1);
        return net.Bottleneck(8, 6, 2).Bottleneck(16, 6, 2).Bottleneck(32, 6, 2).Head(10);
    }

    internal PatchNet Conv(int channels, int filter, int stride, Padding padding = Padding.Same, int dilation = 1)
    {
        int[] shape = [1, Size(1, filter, stride, padding, dilation), Size(2, filter, stride, padding, dilation), channels];
        int weights = _model.Constant("w", [channels, filter, filter, Shape[3]], Weights(channels * filter * filter * Shape[3]), Channels(channels, 0));
        return Add(
            BuiltinOperator.Conv2D, Options.Conv2D(padding, stride, stride, Activation.None, dilation, dilation), [Last, weights, Biases(channels)], shape, 3);
    }

    internal PatchNet Depthwise(int filter, int stride, Padding padding = Padding.Same, int dilation = 1)
    {
        int channels = Shape[3];
        int[] shape = [1, Size(1, filter, stride, padding, dilation), Size(2, filter, stride, padding, dilation), channels];
        int weights = _model.Constant("w", [1, filter, filter, channels], Weights(filter * filter * channels), Channels(channels, 3));
        return Add(
            BuiltinOperator.DepthwiseConv2D, Options.DepthwiseConv2D(padding, stride, stride, 1, Activation.None, dilation, dilation),
            [Last, weights, Biases(channels)], shape, 3);
    }

    internal PatchNet MaxPool(int filter, int stride, Padding padding = Padding.Same)
    {
        int[] shape = [1, Size(1, filter, stride, padding, 1), Size(2, filter, stride, padding, 1), Shape[3]];
        return Pool(BuiltinOperator.MaxPool2D, filter, stride, padding, shape);
    }

    internal PatchNet AveragePool(int filter, int stride, Padding padding)
    {
        int[] shape = [1, Size(1, filter, stride, padding, 1), Size(2, filter, stride, padding, 1), Shape[3]];
        return Pool(BuiltinOperator.AveragePool2D, filter, stride, padding, shape);
    }

    internal PatchNet Pad(int top, int bottom, int left, int right)
    {
        int paddings = _model.Constant("paddings", [4, 2], new[] { 0, 0, top, bottom, left, right, 0, 0 });
        return Add(BuiltinOperator.Pad, null, [Last, paddings], [1, Shape[1] + top + bottom, Shape[2] + left + right, Shape[3]], 2, keepsScale: true);
    }

    /// <summary>x + conv(depthwise(x)).</summary>
    internal PatchNet Residual()
    {
        int identity = Last;
        Depthwise(3, 1).Conv(Shape[3], 1, 1);
        return Add(BuiltinOperator.Add, Options.Add(), [identity, Last], Shape, 2);
    }

    /// <summary>An inverted bottleneck of MobileNetV2: expansion, depthwise convolution, projection.</summary>
    internal PatchNet Bottleneck(int channels, int expansion, int stride)
    {
        return Conv(Shape[3] * expansion, 1, 1).Depthwise(3, stride).Conv(channels, 1, 1);
    }

    /// <summary>A dense head, which ends what can run in patches.</summary>
    internal PatchNet Head(int classes)
    {
        int count = Shape.Aggregate(1, (product, size) => product * size);
        int shape = _model.Constant("shape", [2], new[] { 1, count });
        Add(BuiltinOperator.Reshape, Options.Reshape([1, count]), [Last, shape], [1, count], 1, keepsScale: true);
        int weights = _model.Constant("w", [classes, count], Weights(classes * count), 0.01f, 0);
        return Add(BuiltinOperator.FullyConnected, Options.FullyConnected(), [Last, weights, -1], [1, classes], 4);
    }

    internal byte[] Build()
    {
        _model.Output(Last);
        return _model.Build();
    }

    private PatchNet Pool(BuiltinOperator code, int filter, int stride, Padding padding, int[] shape)
    {
        return Add(code, Options.Pool2D(padding, stride, stride, filter, filter), [Last], shape, 2, keepsScale: true);
    }

    private PatchNet Add(BuiltinOperator code, OptionsTable? options, int[] inputs, int[] shape, int version, bool keepsScale = false)
    {
        QuantizationDef? quantization = keepsScale
            ? _model.Definition.Tensors[Last].Quantization
            : QuantizationDef.PerTensor(Scale * (1 + 0.1f * _random.Next(5)), ZeroPoint());
        Last = _model.Tensor("t" + _model.Definition.Tensors.Count, _type, shape, quantization);
        _model.Operator(code, options, inputs, [Last], version);
        return this;
    }

    private int Size(int dimension, int filter, int stride, Padding padding, int dilation)
    {
        return PaddingRules.OutputSize((int)padding, Shape[dimension], filter, stride, dilation);
    }

    private int ZeroPoint()
    {
        return _type == TensorType.Int8 ? _random.Next(-100, 100) : 0;
    }

    private sbyte[] Weights(int count)
    {
        return Enumerable.Range(0, count).Select(_ => (sbyte)_random.Next(-127, 128)).ToArray();
    }

    private int Biases(int channels)
    {
        return _type == TensorType.Int8
            ? _model.Constant("b", [channels], Enumerable.Range(0, channels).Select(_ => _random.Next(-2000, 2000)).ToArray())
            : _model.Constant("b", [channels], Enumerable.Range(0, channels).Select(_ => (long)_random.Next(-2000, 2000)).ToArray());
    }

    private QuantizationDef Channels(int channels, int dimension)
    {
        return QuantizationDef.PerChannel(Enumerable.Range(0, channels).Select(_ => 0.001f * _random.Next(1, 9)).ToArray(), dimension);
    }
}

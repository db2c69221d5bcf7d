// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;
using Padding = TinyInterp.Writer.Padding;

namespace TinyInterp.Tests.Kernels.Neural;

/// <summary>
/// Packed kernels run where weights are constant. The same node with weights that another node could compute takes the plain loop, so it
/// says what must come out.
/// </summary>
public class PackedConvolutionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_packed_convolution_is_the_plain_one(int part)
    {
        for (int seed = 100 * part; seed < 100 * part + 100; seed++)
        {
            Draw draw = new Draw(seed);
            int groups = draw.OneIn(6) ? draw.Int(2, 3) : 1;
            int filterDepth = draw.Int(1, 70);
            int filters = groups * draw.Int(1, groups > 1 ? 9 : 70);
            bool isPointwise = draw.OneIn(2);
            int[] window = { isPointwise ? 1 : draw.Int(1, 9), isPointwise ? 1 : draw.OneIn(2) ? 1 : draw.Int(1, 4) };
            int[] stride = { draw.Int(1, 2), draw.Int(1, 2) };
            int[] dilation = { draw.OneIn(4) ? 2 : 1, draw.OneIn(4) ? 2 : 1 };
            int[] size = { draw.Int(1, 12), draw.Int(1, 4) };
            int[] span = window.Zip(dilation, (w, d) => (w - 1) * d + 1).ToArray();
            Padding padding = span[0] > size[0] || span[1] > size[1] || draw.OneIn(2) ? Padding.Same : Padding.Valid;
            int[] output = Enumerable.Range(0, 2)
                .Select(i => padding == Padding.Same ? (size[i] + stride[i] - 1) / stride[i] : (size[i] - span[i]) / stride[i] + 1)
                .ToArray();
            int batches = draw.Int(1, 2);

            AssertSame(
                draw, seed, new[] { batches, size[0], size[1], groups * filterDepth },
                new[] { filters, window[0], window[1], filterDepth }, 0, new[] { batches, output[0], output[1], filters },
                BuiltinOperator.Conv2D,
                activation => Options.Conv2D(padding, stride[1], stride[0], activation, dilation[1], dilation[0]));
        }
    }

    /// <summary>Sounds have one column, pictures many: both ways to pack, with spans that end within a word or not.</summary>
    [Fact]
    public void A_packed_depthwise_convolution_is_the_plain_one()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            Draw draw = new Draw(seed);
            int depth = draw.Int(1, 9);
            int multiplier = draw.OneIn(3) ? draw.Int(2, 4) : 1;
            int[] window = { draw.Int(1, 9), draw.OneIn(2) ? 1 : draw.Int(1, 5) };
            int[] stride = { draw.Int(1, 3), draw.Int(1, 3) };
            int[] size = { draw.Int(1, 40), draw.OneIn(2) ? 1 : draw.Int(1, 8) };
            int[] output = { (size[0] + stride[0] - 1) / stride[0], (size[1] + stride[1] - 1) / stride[1] };
            int batches = draw.Int(1, 2);

            AssertSame(
                draw, seed, new[] { batches, size[0], size[1], depth }, new[] { 1, window[0], window[1], depth * multiplier }, 3,
                new[] { batches, output[0], output[1], depth * multiplier }, BuiltinOperator.DepthwiseConv2D,
                activation => Options.DepthwiseConv2D(Padding.Same, stride[1], stride[0], multiplier, activation));
        }
    }

    /// <summary>From the least budget on, which the error states, a model runs; with more it is faster and never different.</summary>
    [Fact]
    public void Packing_takes_only_scratch_that_the_budget_has_room_for()
    {
        MicroInterpreter ample = Load(1 << 20);
        int most = ample.ArenaUsedBytes;
        byte[] expected = Output(ample);
        int least = (int)Assert.Throws<ModelException>(() => Load(0)).Expected;
        Assert.InRange(least, 1, most - 1000);
        Assert.Equal(least, (int)Assert.Throws<ModelException>(() => Load(least - 1)).Expected);

        SortedSet<int> needs = new SortedSet<int>();
        for (int budget = least; budget <= most; budget += budget == most ? 1 : Math.Min(50, most - budget))
        {
            MicroInterpreter interpreter = Load(budget);

            Assert.InRange(interpreter.ArenaUsedBytes, least, budget);
            Assert.Equal(expected, Output(interpreter));
            needs.Add(interpreter.ArenaUsedBytes);
        }

        // Plain, or one or four columns with 6, 12 or 24 filters at a time.
        Assert.Equal(7, needs.Count);
    }

    private static MicroInterpreter Load(int budget)
    {
        Draw draw = new Draw(1);
        ModelBuilder model = new ModelBuilder();
        int input = model.Input("in", TensorType.Int8, new[] { 1, 10, 2, 16 }, 0.5f, -3);
        int filter = model.Constant(
            "filter", new[] { 24, 1, 1, 16 }, draw.Values(TensorType.Int8, 24 * 16).Select(v => (sbyte)v).ToArray(), 0.01f, 0);
        int output = model.Tensor("out", TensorType.Int8, new[] { 1, 10, 2, 24 }, 2f, 0);
        model.Operator(
            BuiltinOperator.Conv2D, Options.Conv2D(Padding.Valid, 1, 1, Activation.None), new[] { input, filter }, new[] { output });
        model.Output(output);
        MicroInterpreter interpreter = new MicroInterpreter(model.Build(), new OpResolver().AddAllNeural(), new TensorArena(budget));
        interpreter.AllocateTensors();
        return interpreter;
    }

    private static byte[] Output(MicroInterpreter interpreter)
    {
        interpreter.Input(0).CopyFrom(Enumerable.Range(0, 320).Select(i => (byte)(i * 37)).ToArray(), 0);
        interpreter.Invoke();
        Tensor output = interpreter.Output(0);
        return Enumerable.Range(0, output.ElementCount).Select(i => (byte)output.GetInteger(i)).ToArray();
    }

    private static void AssertSame(
        Draw draw, int seed, int[] inputShape, int[] filterShape, int channelDimension, int[] outputShape, BuiltinOperator code,
        Func<Activation, OptionsTable> options)
    {
        int channels = filterShape[channelDimension];
        int taps = filterShape.Aggregate(1, (a, b) => a * b) / channels;
        long[] input = Extremes(draw, inputShape, 127);
        long[] filter = Extremes(draw, filterShape, draw.OneIn(3) ? 20 : 127);
        long bias = draw.OneIn(8) ? int.MaxValue : 1 << draw.Int(0, 30);
        long[] biases = Enumerable.Range(0, channels).Select(_ => draw.OneIn(2) ? bias : -bias).ToArray();
        QuantizationDef inputQuantization = QuantizationDef.PerTensor(0.5f, draw.ZeroPoint(TensorType.Int8));
        QuantizationDef filterQuantization = QuantizationDef.PerChannel(draw.Scales(0.01, channels), channelDimension, new long[channels]);

        // From outputs that all but the largest sums leave at zero to ones that most sums exceed.
        QuantizationDef outputQuantization = QuantizationDef.PerTensor(
            draw.Scale(0.005 * Math.Pow(taps, draw.OneIn(2) ? 0.5 : 1) * (draw.OneIn(2) ? 40 : 160)), draw.ZeroPoint(TensorType.Int8));
        Activation activation = draw.Activation();
        long[] Run(bool isPacked) => new NeuralNode()
            .Input(TensorType.Int8, inputShape, input, inputQuantization)
            .Input(TensorType.Int8, filterShape, filter, filterQuantization, isPacked)
            .Input(TensorType.Int32, new[] { channels }, biases, null, isPacked)
            .Run(code, options(activation), TensorType.Int8, outputShape, outputQuantization);

        long[] plain = Run(false);
        long[] packed = Run(true);
        int at = Enumerable.Range(0, plain.Length).FirstOrDefault(i => plain[i] != packed[i], -1);
        Assert.True(at < 0, at < 0 ? null : "seed " + seed + ": element " + at + " is " + packed[at] + ", not " + plain[at]);
    }

    /// <summary>Random values, or all at one end of the range, or some at each.</summary>
    private static long[] Extremes(Draw draw, int[] shape, int most)
    {
        int count = shape.Aggregate(1, (a, b) => a * b);
        int kind = draw.Int(0, 5);
        return kind < 3
            ? draw.Values(TensorType.Int8, count).Select(value => value * most / 127).ToArray()
            : Enumerable.Range(0, count).Select(_ => kind == 3 || (kind == 5 && draw.OneIn(2)) ? -128L : 127L).ToArray();
    }
}

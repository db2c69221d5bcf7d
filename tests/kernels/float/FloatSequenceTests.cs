// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Float;

/// <summary>Sequence operators beyond the reference, and local response normalisation, against their defining formulas in double.</summary>
public class FloatSequenceTests
{
    private const int Batches = 2, Steps = 4, Depth = 3, Units = 2;

    [Theory]
    [InlineData(false, Activation.Tanh)]
    [InlineData(true, Activation.Relu)]
    [InlineData(false, Activation.None)]
    public void A_recurrent_layer_follows_its_formula_and_keeps_its_state(bool isTimeMajor, Activation activation)
    {
        int[] shape = isTimeMajor ? [Steps, Batches, Depth] : [Batches, Steps, Depth];
        int[] outputShape = isTimeMajor ? [Steps, Batches, Units] : [Batches, Steps, Units];
        float[] input = FloatNode.Random(1, shape);
        float[] w = FloatNode.Random(2, Units, Depth);
        float[] r = FloatNode.Random(3, Units, Units).Select(x => x / 4).ToArray();
        float[] bias = FloatNode.Random(4, Units);
        MicroInterpreter interpreter = new FloatNode(
            BuiltinOperator.UnidirectionalSequenceRnn, Options.SequenceRnn(isTimeMajor, activation))
            .Input(shape, input).Constant([Units, Depth], w).Constant([Units, Units], r).Constant([Units], bias)
            .Variable(Batches, Units).Output(outputShape).Invoke();
        interpreter.Invoke();

        double[] h = new double[Batches * Units];
        for (int t = 0; t < 2 * Steps; t++)
        {
            double[] next = new double[h.Length];
            for (int i = 0; i < h.Length; i++)
            {
                int b = i / Units;
                int u = i % Units;
                int row = isTimeMajor ? t % Steps * Batches + b : b * Steps + t % Steps;
                double sum = bias[u]
                    + Enumerable.Range(0, Depth).Sum(k => (double)input[row * Depth + k] * w[u * Depth + k])
                    + Enumerable.Range(0, Units).Sum(k => h[b * Units + k] * r[u * Units + k]);
                next[i] = activation == Activation.Tanh ? Math.Tanh(sum) : activation == Activation.Relu ? Math.Max(sum, 0) : sum;
                if (t >= Steps)
                {
                    Assert.Equal(next[i], interpreter.Output(0).GetReal(row * Units + u), 1e-4);
                }
            }

            h = next;
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_bidirectional_lstm_is_two_lstms_one_of_which_reads_backwards(bool isTimeMajor, bool isMerged)
    {
        int[] shape = isTimeMajor ? [Steps, Batches, Depth] : [Batches, Steps, Depth];
        float[] input = FloatNode.Random(1, shape);
        MicroInterpreter both = Bidirectional(isTimeMajor, isMerged, shape, input).Invoke();
        MicroInterpreter forward = Unidirectional(isTimeMajor, shape, input, 0).Invoke();
        MicroInterpreter backward = Unidirectional(isTimeMajor, shape, Reversed(input, isTimeMajor), 100).Invoke();

        for (int b = 0; b < Batches; b++)
        {
            for (int t = 0; t < Steps; t++)
            {
                int row = Row(b, t, isTimeMajor);
                int mirrored = Row(b, Steps - 1 - t, isTimeMajor);
                for (int u = 0; u < Units; u++)
                {
                    float one = both.Output(0).GetReal(isMerged ? row * 2 * Units + u : row * Units + u);
                    float other = isMerged ? both.Output(0).GetReal(row * 2 * Units + Units + u) : both.Output(1).GetReal(row * Units + u);
                    Assert.Equal(forward.Output(0).GetReal(row * Units + u), one);
                    Assert.Equal(backward.Output(0).GetReal(mirrored * Units + u), other);
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    public void Local_response_normalisation_follows_its_formula(int radius)
    {
        int[] shape = [2, 3, 5];
        float[] input = FloatNode.Random(7, shape);
        MicroInterpreter interpreter = new FloatNode(
            BuiltinOperator.LocalResponseNormalization, Options.LocalResponseNormalization(radius, 1.5f, 0.25f, 0.75f))
            .Input(shape, input).Output(shape).Invoke();

        for (int i = 0; i < input.Length; i++)
        {
            int row = i / 5 * 5;
            double sum = Enumerable.Range(row, 5).Where(k => Math.Abs(k - i) <= radius).Sum(k => (double)input[k] * input[k]);
            Assert.Equal(input[i] * Math.Pow(1.5 + 0.25 * sum, -0.75), interpreter.Output(0).GetReal(i), 1e-5);
        }
    }

    [Fact]
    public void What_these_operators_cannot_do_is_refused()
    {
        int[] shape = [2, 3, 5];
        new FloatNode(BuiltinOperator.LocalResponseNormalization, Options.LocalResponseNormalization(-1, 1f, 1f, 1f))
            .Input(shape, new float[30]).Output(shape).MustBeRefused(ErrorCode.OptionInvalid);
        new FloatNode(BuiltinOperator.LocalResponseNormalization, Options.LocalResponseNormalization(1, 0f, 1f, 1f))
            .Input(shape, new float[30]).Output(shape).MustBeRefused(ErrorCode.OptionInvalid);
        new FloatNode(BuiltinOperator.UnidirectionalSequenceRnn, Options.SequenceRnn(false, Activation.SignBit))
            .Input([1, 1, 1], new float[1]).Constant([1, 1], 1f).Constant([1, 1], 1f).Constant([1], 1f).Variable(1, 1)
            .Output(1, 1, 1).MustBeRefused(ErrorCode.OptionUnsupported);
    }

    private static int Row(int batch, int step, bool isTimeMajor)
    {
        return isTimeMajor ? step * Batches + batch : batch * Steps + step;
    }

    private static float[] Reversed(float[] input, bool isTimeMajor)
    {
        float[] reversed = new float[input.Length];
        for (int b = 0; b < Batches; b++)
        {
            for (int t = 0; t < Steps; t++)
            {
                Array.Copy(input, Row(b, t, isTimeMajor) * Depth, reversed, Row(b, Steps - 1 - t, isTimeMajor) * Depth, Depth);
            }
        }

        return reversed;
    }

    private static FloatNode Gates(FloatNode node, int seed)
    {
        for (int g = 0; g < 4; g++)
        {
            node.Constant([Units, Depth], FloatNode.Random(seed + 10 + g, Units, Depth));
        }

        for (int g = 0; g < 4; g++)
        {
            node.Constant([Units, Units], FloatNode.Random(seed + 20 + g, Units, Units));
        }

        node.Absent().Absent().Absent();
        for (int g = 0; g < 4; g++)
        {
            node.Constant([Units], FloatNode.Random(seed + 30 + g, Units));
        }

        return node.Absent().Absent();
    }

    private static FloatNode Unidirectional(bool isTimeMajor, int[] shape, float[] input, int seed)
    {
        FloatNode node = new FloatNode(
            BuiltinOperator.UnidirectionalSequenceLstm, Options.UnidirectionalSequenceLstm(Activation.Tanh, timeMajor: isTimeMajor));
        return Gates(node.Input(shape, input), seed).Variable(Batches, Units).Variable(Batches, Units)
            .Output(shape[0], shape[1], Units);
    }

    private static FloatNode Bidirectional(bool isTimeMajor, bool isMerged, int[] shape, float[] input)
    {
        FloatNode node = new FloatNode(
            BuiltinOperator.BidirectionalSequenceLstm,
            Options.BidirectionalSequenceLstm(Activation.Tanh, mergeOutputs: isMerged, timeMajor: isTimeMajor));
        Gates(Gates(node.Input(shape, input), 0), 100);
        for (int i = 0; i < 4; i++)
        {
            node.Variable(Batches, Units);
        }

        node.Output(shape[0], shape[1], isMerged ? 2 * Units : Units);
        return isMerged ? node : node.Output(shape[0], shape[1], Units);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Float;

/// <summary>Operators with a state, against their defining formulas in double.</summary>
public class FloatRecurrentTests
{
    private const int Batches = 2, Steps = 3, Depth = 2, Units = 3;

    [Theory]
    [InlineData(false, 0f)]
    [InlineData(true, 0.4f)]
    public void An_lstm_follows_its_formula_and_keeps_its_state(bool isTimeMajor, float clip)
    {
        int[] shape = isTimeMajor ? new[] { Steps, Batches, Depth } : new[] { Batches, Steps, Depth };
        float[] input = FloatNode.Random(1, shape);
        MicroInterpreter interpreter = Lstm(Activation.Tanh, isTimeMajor, clip, false, shape, input).Invoke();
        interpreter.Invoke();

        double[] h = new double[Batches * Units];
        double[] c = new double[Batches * Units];
        for (int t = 0; t < 2 * Steps; t++)
        {
            double[] next = new double[h.Length];
            for (int i = 0; i < h.Length; i++)
            {
                int b = i / Units;
                int row = isTimeMajor ? t % Steps * Batches + b : b * Steps + t % Steps;
                double Gate(int g)
                {
                    double sum = FloatNode.Random(30 + g, Units)[i % Units];
                    for (int k = 0; k < Depth; k++)
                    {
                        sum += input[row * Depth + k] * FloatNode.Random(10 + g, Units, Depth)[i % Units * Depth + k];
                    }

                    for (int k = 0; k < Units; k++)
                    {
                        sum += h[b * Units + k] * FloatNode.Random(20 + g, Units, Units)[i % Units * Units + k];
                    }

                    return g == 2 ? Math.Tanh(sum) : 1 / (1 + Math.Exp(-sum));
                }

                c[i] = Gate(1) * c[i] + Gate(0) * Gate(2);
                c[i] = clip > 0 ? Math.Clamp(c[i], -clip, clip) : c[i];
                next[i] = Gate(3) * Math.Tanh(c[i]);
                if (t >= Steps)
                {
                    Assert.Equal(next[i], interpreter.Output(0).GetReal(row * Units + i % Units), 1e-6);
                }
            }

            h = next;
        }
    }

    [Fact]
    public void Parts_of_an_lstm_that_are_not_supported_are_refused()
    {
        int[] shape = { Batches, Steps, Depth };
        Lstm(Activation.Relu, false, 0f, false, shape, new float[12]).MustBeRefused(ErrorCode.OptionUnsupported);
        Lstm(Activation.Tanh, false, 0f, true, shape, new float[12]).MustBeRefused(ErrorCode.OptionUnsupported);
        Lstm(Activation.Tanh, false, 0f, false, new[] { Batches, Steps, Depth + 1 }, new float[18]).MustBeRefused(ErrorCode.ShapeMismatch);
    }

    [Theory]
    [InlineData(1, Activation.None)]
    [InlineData(2, Activation.Tanh)]
    [InlineData(2, Activation.Relu)]
    public void Svdf_follows_its_formula_over_several_steps(int rank, Activation activation)
    {
        const int Memory = 3;
        int filters = rank * Units;
        float[] feature = FloatNode.Random(2, filters, Depth);
        float[] time = FloatNode.Random(3, filters, Memory);
        float[] input = FloatNode.Random(4, Batches, Depth);
        MicroInterpreter interpreter = new FloatNode(BuiltinOperator.Svdf, Options.Svdf(rank, activation))
            .Input(new[] { Batches, Depth }, input).Constant(new[] { filters, Depth }, feature).Constant(new[] { filters, Memory }, time)
            .Absent().Variable(Batches, filters * Memory).Output(Batches, Units).Invoke();
        for (int step = 1; step < 6; step++)
        {
            for (int i = 0; i < Batches * Units; i++)
            {
                double sum = 0;
                for (int f = i % Units * rank; f < (i % Units + 1) * rank; f++)
                {
                    // The input has been the same in each step, so every cell that is filled holds the same feature.
                    double value = 0;
                    for (int k = 0; k < Depth; k++)
                    {
                        value += input[i / Units * Depth + k] * feature[f * Depth + k];
                    }

                    for (int t = Math.Max(Memory - step, 0); t < Memory; t++)
                    {
                        sum += value * time[f * Memory + t];
                    }
                }

                double expected = activation == Activation.Tanh ? Math.Tanh(sum) : activation == Activation.Relu ? Math.Max(sum, 0) : sum;
                Assert.Equal(expected, interpreter.Output(0).GetReal(i), 1e-5);
            }

            interpreter.Invoke();
        }
    }

    [Fact]
    public void The_state_of_an_svdf_must_be_a_variable_of_the_right_size()
    {
        FloatNode Svdf()
        {
            return new FloatNode(BuiltinOperator.Svdf, Options.Svdf(1))
                .Input(new[] { 1, 2 }, new float[2]).Constant(new[] { 2, 2 }, new float[4]).Constant(new[] { 2, 3 }, new float[6]).Absent();
        }

        Svdf().Input(new[] { 1, 6 }, new float[6]).Output(1, 2).MustBeRefused(ErrorCode.VariableRequired);
        Svdf().Variable(1, 5).Output(1, 2).MustBeRefused(ErrorCode.ShapeMismatch);
    }

    private static FloatNode Lstm(Activation activation, bool isTimeMajor, float clip, bool hasPeephole, int[] shape, float[] input)
    {
        FloatNode node = new FloatNode(
            BuiltinOperator.UnidirectionalSequenceLstm,
            Options.UnidirectionalSequenceLstm(activation, cellClip: clip, timeMajor: isTimeMajor)).Input(shape, input);
        for (int g = 0; g < 4; g++)
        {
            node.Constant(new[] { Units, Depth }, FloatNode.Random(10 + g, Units, Depth));
        }

        for (int g = 0; g < 4; g++)
        {
            node.Constant(new[] { Units, Units }, FloatNode.Random(20 + g, Units, Units));
        }

        node = hasPeephole ? node.Constant(new[] { Units }, new float[Units]).Absent(2) : node.Absent(3);
        for (int g = 0; g < 4; g++)
        {
            node.Constant(new[] { Units }, FloatNode.Random(30 + g, Units));
        }

        return node.Absent(2).Variable(Batches, Units).Variable(Batches, Units).Absent(4)
            .Output(isTimeMajor ? Steps : Batches, isTimeMajor ? Batches : Steps, Units);
    }
}

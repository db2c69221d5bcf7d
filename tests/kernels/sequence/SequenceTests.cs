// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Sequence;

/// <summary>The sigmoid table against its definition, an LSTM against real numbers, and refusals.</summary>
public class SequenceTests
{
    [Fact]
    public void The_sigmoid_table_is_what_its_definition_gives()
    {
        static double Sigmoid(double i) => 65536 / (1 + Math.Exp(-i / 24));
        for (int i = 0; i < 255; i++)
        {
            double missed = Sigmoid(i + 0.5) - (Sigmoid(i) + Sigmoid(i + 1)) / 2;
            Assert.Equal((int)Math.Floor(Sigmoid(i) + missed / 2 + 0.5), SigmoidTable.Values[i]);
        }

        Assert.Equal(65535, SigmoidTable.Values[255]);
    }

    [Theory]
    [InlineData(TensorType.Int8, false)]
    [InlineData(TensorType.Int8, true)]
    [InlineData(TensorType.Int16, false)]
    [InlineData(TensorType.Int16, true)]
    public void An_lstm_stays_near_the_real_one_and_continues_where_it_stopped(TensorType type, bool isTimeMajor)
    {
        const int Steps = 3, Batches = 2, Inputs = 4, Units = 3;
        Random random = new Random(7);
        sbyte[][] weights = Enumerable.Range(0, 8).Select(g => new sbyte[Units * (g < 4 ? Inputs : Units)]).ToArray();
        Array.ForEach(weights, w => random.NextBytes((byte[])(Array)w));
        float scale = type == TensorType.Int8 ? 1f / 64 : 1f / 16384;
        ModelBuilder model = Lstm(type, isTimeMajor, weights, scale, [Steps, Batches, Inputs, Units]);
        MicroInterpreter interpreter = new MicroInterpreter(
            model.Build(), new OpResolver().AddUnidirectionalSequenceLstm(), new TensorArena(100_000));
        interpreter.AllocateTensors();
        double[] h = new double[Batches * Units];
        double[] c = new double[Batches * Units];
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < Steps * Batches * Inputs; i++)
            {
                interpreter.Input(0).SetReal(i, (float)(random.NextDouble() * 2 - 1));
            }

            interpreter.Invoke();
            for (int t = 0; t < Steps; t++)
            {
                for (int b = 0; b < Batches; b++)
                {
                    int row = isTimeMajor ? t * Batches + b : b * Steps + t;
                    double[] x = Enumerable.Range(0, Inputs).Select(i => (double)interpreter.Input(0).GetReal(row * Inputs + i)).ToArray();
                    double[] before = h[(b * Units)..((b + 1) * Units)];
                    for (int u = 0; u < Units; u++)
                    {
                        double[] gates = Enumerable.Range(0, 4).Select(g =>
                            x.Select((v, i) => v * weights[g][u * Inputs + i] / 128).Sum()
                            + before.Select((v, i) => v * weights[4 + g][u * Units + i] / 128).Sum()).ToArray();
                        static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
                        int s = b * Units + u;
                        c[s] = Sigmoid(gates[1]) * c[s] + Sigmoid(gates[0]) * Math.Tanh(gates[2]);
                        h[s] = Sigmoid(gates[3]) * Math.Tanh(c[s]);

                        // Errors of one step feed the next: three steps of quantisation for int8, the Q3.12 gates for int16.
                        Assert.InRange(
                            interpreter.Output(0).GetReal(row * Units + u) - h[s],
                            type == TensorType.Int8 ? -3 * scale : -0.003,
                            type == TensorType.Int8 ? 3 * scale : 0.003);
                    }
                }
            }
        }
    }

    [Fact]
    public void What_the_lstm_cannot_do_is_refused()
    {
        Assert.Equal(ErrorCode.ShapeMismatch, Refused(4, 5, m => { }));
        Assert.Equal(ErrorCode.OptionUnsupported, Refused(4, 4, m => m.Definition.Operators[0].Inputs[9] = m.Definition.Operators[0].Inputs[0]));
        Assert.Equal(ErrorCode.InputMissing, Refused(4, 4, m => m.Definition.Operators[0].Inputs[1] = -1));
        Assert.Equal(ErrorCode.VariableRequired, Refused(4, 4, m => m.Definition.Operators[0].Inputs[18] = m.Definition.Operators[0].Inputs[0]));
    }

    private static ErrorCode Refused(int inputs, int columns, Action<ModelBuilder> change)
    {
        sbyte[][] weights = Enumerable.Range(0, 8).Select(g => new sbyte[3 * (g < 4 ? columns : 3)]).ToArray();
        ModelBuilder model = Lstm(TensorType.Int8, false, weights, 0.1f, [3, 2, inputs, 3], columns);
        change(model);
        MicroInterpreter interpreter = new MicroInterpreter(
            model.Build(), new OpResolver().AddUnidirectionalSequenceLstm(), new TensorArena(100_000));
        return Assert.Throws<ModelException>(interpreter.AllocateTensors).Code;
    }

    /// <summary>A model of one LSTM; sizes are steps, batches, inputs, units.</summary>
    private static ModelBuilder Lstm(TensorType type, bool isTimeMajor, sbyte[][] weights, float scale, int[] sizes, int columns = 0)
    {
        int units = sizes[3];
        columns = columns == 0 ? sizes[2] : columns;
        int zeroPoint = type == TensorType.Int8 ? 3 : 0;
        ModelBuilder model = new ModelBuilder();
        int[] sequence = isTimeMajor ? [sizes[0], sizes[1]] : [sizes[1], sizes[0]];
        int[] inputs = Enumerable.Repeat(-1, 24).ToArray();
        inputs[0] = model.Input("input", type, [.. sequence, sizes[2]], scale, zeroPoint);
        for (int g = 0; g < 8; g++)
        {
            inputs[1 + g] = model.Constant("weights", [units, g < 4 ? columns : units], weights[g], 1f / 128, 0);
        }

        for (int g = 0; g < 4; g++)
        {
            inputs[12 + g] = type == TensorType.Int8
                ? model.Constant("bias", [units], new int[units]) : model.Constant("bias", [units], new long[units]);
        }

        inputs[18] = model.Variable("hidden", type, [sizes[1], units], QuantizationDef.PerTensor(scale, zeroPoint));
        inputs[19] = model.Variable("cell", TensorType.Int16, [sizes[1], units], QuantizationDef.PerTensor(1f / 2048, 0));
        int output = model.Tensor("output", type, [.. sequence, units], scale, zeroPoint);
        model.Operator(BuiltinOperator.UnidirectionalSequenceLstm, Options.UnidirectionalSequenceLstm(timeMajor: isTimeMajor), inputs, [output]);
        model.Output(output);
        return model;
    }
}

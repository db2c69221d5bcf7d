// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Reduce;

/// <summary>int16 forms that the reference lacks, against their formulas in double: within one quantisation step.</summary>
public class Int16Tests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_cumulative_sum_of_int16_is_within_a_step(bool isExclusive, bool isReverse)
    {
        short[] data = Data(2 * 7 * 3, 3000);
        const float inputScale = 0.01f;
        const float outputScale = 0.02f;
        MicroInterpreter interpreter = Run(
            BuiltinOperator.Cumsum, Options.Cumsum(isExclusive, isReverse), [2, 7, 3], data, inputScale, outputScale, axis: 1);

        for (int i = 0; i < data.Length; i++)
        {
            int a = i / 3 % 7;
            double sum = Enumerable.Range(0, 7)
                .Where(k => isReverse ? k > a : k < a)
                .Append(isExclusive ? -1 : a)
                .Where(k => k >= 0)
                .Sum(k => data[i + (k - a) * 3] * (double)inputScale);
            Assert.Equal(Math.Clamp(sum / outputScale, -32768, 32767), interpreter.Output(0).GetInteger(i), 1.0);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    [InlineData(32767)]
    public void A_normalised_row_of_int16_is_within_a_step(int largest)
    {
        short[] data = Data(4 * 40, largest);
        Array.Clear(data, 0, 40);
        MicroInterpreter interpreter = Run(
            BuiltinOperator.L2Normalization, Options.L2Norm(), [4, 40], data, 0.1f, 1f / 32768f, axis: null);

        for (int i = 0; i < data.Length; i++)
        {
            double norm = Math.Sqrt(Enumerable.Range(i / 40 * 40, 40).Sum(k => (double)data[k] * data[k]));
            double expected = norm == 0 ? 0 : Math.Clamp(data[i] / norm * 32768, -32768, 32767);
            Assert.Equal(expected, interpreter.Output(0).GetInteger(i), 1.0);
        }
    }

    private static short[] Data(int count, int largest)
    {
        Random random = new Random(count + largest);
        return Enumerable.Range(0, count).Select(_ => (short)random.Next(-largest, largest + 1)).ToArray();
    }

    private static MicroInterpreter Run(
        BuiltinOperator code, OptionsTable options, int[] shape, short[] data, float inputScale, float outputScale, int? axis)
    {
        ModelBuilder model = new ModelBuilder();
        int input = model.Input("in", TensorType.Int16, shape, inputScale, 0);
        int[] inputs = axis.HasValue ? [input, model.Constant("axis", [1], new[] { axis.Value })] : [input];
        int output = model.Tensor("out", TensorType.Int16, shape, outputScale, 0);
        model.Operator(code, options, inputs, [output]);
        model.Output(output);
        MicroInterpreter interpreter = new MicroInterpreter(model.Build(), new OpResolver().AddAllReduce(), new TensorArena(100_000));
        interpreter.AllocateTensors();
        for (int i = 0; i < data.Length; i++)
        {
            interpreter.Input(0).SetInteger(i, data[i]);
        }

        interpreter.Invoke();
        return interpreter;
    }
}

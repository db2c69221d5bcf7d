// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Float;

/// <summary>Reductions over every set of axes, scans, and what has an axis.</summary>
public class FloatReduceTests
{
    private static readonly int[] _shape = { 2, 3, 1, 4, 2 };

    [Theory]
    [InlineData(BuiltinOperator.Sum)]
    [InlineData(BuiltinOperator.Mean)]
    [InlineData(BuiltinOperator.ReduceMax)]
    [InlineData(BuiltinOperator.ReduceMin)]
    [InlineData(BuiltinOperator.ReduceProd)]
    public void Every_set_of_axes_is_reduced_in_the_order_of_memory(BuiltinOperator code)
    {
        float[] input = FloatNode.Random(5, _shape);
        for (int set = 0; set < 1 << _shape.Length; set++)
        {
            int[] axes = Enumerable.Range(0, _shape.Length).Where(d => (set >> d & 1) != 0).ToArray();
            int[] kept = _shape.Select((size, d) => axes.Contains(d) ? 1 : size).ToArray();
            int[] dropped = _shape.Where((_, d) => !axes.Contains(d)).ToArray();
            float[] expected = Reduce(code, input, axes);

            // Axes may be counted from the end, and may be named twice.
            int[] named = axes.Select((axis, i) => i % 2 == 0 ? axis : axis - _shape.Length).Concat(axes.Take(1)).ToArray();
            foreach (bool keep in new[] { false, true })
            {
                float[] got = new FloatNode(code, Options.Reducer(keep))
                    .Input(_shape, input).Constant(new[] { named.Length }, named).Output(keep ? kept : dropped).Run();

                Assert.Equal(expected, got);
            }
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-6)]
    public void An_axis_that_does_not_exist_is_refused(int axis)
    {
        new FloatNode(BuiltinOperator.Sum, Options.Reducer())
            .Input(_shape, new float[48]).Constant(new[] { 1 }, axis).Output(3, 1, 4, 2).MustBeRefused(ErrorCode.ConstantInvalid);
        new FloatNode(BuiltinOperator.Cumsum, Options.Cumsum())
            .Input(_shape, new float[48]).Constant(new[] { 1 }, axis).Output(_shape).MustBeRefused(ErrorCode.ConstantInvalid);
        new FloatNode(BuiltinOperator.ArgMax, Options.ArgMax())
            .Input(_shape, new float[48]).Constant(new[] { 1 }, axis).Output(TensorType.Int32, 3, 1, 4, 2).MustBeRefused(ErrorCode.ConstantInvalid);
    }

    [Fact]
    public void Axes_must_be_constant_and_the_output_must_be_what_they_leave()
    {
        new FloatNode(BuiltinOperator.Mean, Options.Reducer())
            .Input(new[] { 2, 3 }, new float[6]).Input(TensorType.Int32, new[] { 1 }, new byte[4]).Output(3).MustBeRefused(ErrorCode.ConstantRequired);
        new FloatNode(BuiltinOperator.Mean, Options.Reducer())
            .Input(new[] { 2, 3 }, new float[6]).Constant(new[] { 1 }, 0).Output(2).MustBeRefused(ErrorCode.ShapeMismatch);
        new FloatNode(BuiltinOperator.Mean, Options.Reducer())
            .Input(new[] { 2, 3 }, new float[6]).Constant(new[] { 1 }, 0).Output(3, 1).MustBeRefused(ErrorCode.ShapeMismatch);
        new FloatNode(BuiltinOperator.ArgMin, Options.ArgMin())
            .Input(new[] { 2, 3 }, new float[6]).Constant(new[] { 1 }, 0).Output(TensorType.Int64, 3).MustBeRefused(ErrorCode.TypeUnsupported);
    }

    [Fact]
    public void The_first_of_equal_extremes_is_named()
    {
        float[] input = { 1, 3, 3, 0, 0, 2 };

        Assert.Equal(new[] { 1f }, Arg(BuiltinOperator.ArgMax, input));
        Assert.Equal(new[] { 3f }, Arg(BuiltinOperator.ArgMin, input));
    }

    [Fact]
    public void The_greatest_elements_come_in_order_and_equal_ones_by_place()
    {
        float[] input = { 1, 5, 5, -1, 7, 5, 2, 2, 2, 2 };

        MicroInterpreter got = new FloatNode(BuiltinOperator.TopKV2)
            .Input(new[] { 2, 5 }, input).Constant(new int[0], 3).Output(2, 3).Output(TensorType.Int32, 2, 3).Invoke();

        Assert.Equal(new[] { 7f, 5, 5, 5, 2, 2 }, Enumerable.Range(0, 6).Select(got.Output(0).GetReal));
        Assert.Equal(new[] { 4L, 1, 2, 0, 1, 2 }, Enumerable.Range(0, 6).Select(got.Output(1).GetInteger));
        new FloatNode(BuiltinOperator.TopKV2)
            .Input(new[] { 2, 5 }, input).Constant(new int[0], 6).Output(2, 6).Output(TensorType.Int32, 2, 6).MustBeRefused(ErrorCode.ConstantInvalid);
    }

    private static float[] Arg(BuiltinOperator code, float[] input)
    {
        return new FloatNode(code).Input(new[] { input.Length }, input).Constant(new[] { 1 }, -1).Output(TensorType.Int32).Run();
    }

    private static float[] Reduce(BuiltinOperator code, float[] input, int[] axes)
    {
        Dictionary<int, float> results = new Dictionary<int, float>();
        for (int i = 0; i < input.Length; i++)
        {
            int rest = i;
            int key = 0;
            int stride = 1;
            for (int d = _shape.Length - 1; d >= 0; d--)
            {
                if (!axes.Contains(d))
                {
                    key += rest % _shape[d] * stride;
                    stride *= _shape[d];
                }

                rest /= _shape[d];
            }

            results[key] = !results.TryGetValue(key, out float held) ? input[i] : code switch
            {
                BuiltinOperator.ReduceMax => Math.Max(held, input[i]),
                BuiltinOperator.ReduceMin => Math.Min(held, input[i]),
                BuiltinOperator.ReduceProd => held * input[i],
                _ => held + input[i]
            };
        }

        float count = code == BuiltinOperator.Mean ? input.Length / results.Count : 1;
        return results.OrderBy(result => result.Key).Select(result => result.Value / count).ToArray();
    }
}

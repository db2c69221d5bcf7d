// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Reduce;

/// <summary>Reductions over every set of axes against plain loops, what the reference does not have, and refusals.</summary>
public class ReduceTests
{
    private static readonly int[] _shape = [2, 3, 1, 4, 2];

    public static TheoryData<int> AxisSets => new TheoryData<int>(Enumerable.Range(0, 32));

    [Theory]
    [MemberData(nameof(AxisSets))]
    public void Sums_and_extremes_over_any_axes_are_those_of_plain_loops(int mask)
    {
        int[] axes = Enumerable.Range(0, 5).Where(d => (mask >> d & 1) != 0).Select(d => d % 2 == 0 ? d : d - 5).ToArray();
        sbyte[] data = new sbyte[48];
        new Random(mask).NextBytes((byte[])(Array)data);
        int[] kept = _shape.Select((size, d) => (mask >> d & 1) != 0 ? 1 : size).ToArray();
        int[][] groups = Enumerable.Range(0, 48).GroupBy(i => Flat(i, kept)).OrderBy(g => g.Key).Select(g => g.Select(i => (int)data[i]).ToArray()).ToArray();
        foreach (bool keep in new[] { false, true })
        {
            int[] shape = keep ? kept : _shape.Where((_, d) => (mask >> d & 1) == 0).ToArray();
            Assert.Equal(groups.Select(g => g.Max()), Run(BuiltinOperator.ReduceMax, TensorType.Int8, data, axes, shape, keep));
            Assert.Equal(groups.Select(g => g.Min()), Run(BuiltinOperator.ReduceMin, TensorType.Int8, data, axes, shape, keep));
            Assert.Equal(groups.Select(g => g.Min()), Run(BuiltinOperator.ReduceMin, TensorType.Int16, data, axes, shape, keep));
            Assert.Equal(
                groups.Select(g => Math.Clamp(g.Sum(), -128, 127)), Run(BuiltinOperator.Sum, TensorType.Int8, data, axes, shape, keep));
            Assert.Equal(groups.Select(g => g.Sum()), Run(BuiltinOperator.Sum, TensorType.Int16, data, axes, shape, keep));
            int[] means = Run(BuiltinOperator.Mean, TensorType.Int8, data, axes, shape, keep);
            for (int i = 0; i < means.Length; i++)
            {
                // The reference rounds twice, the second time what is left after up to one bit was lost: less than one step in all.
                Assert.InRange(means[i] - groups[i].Average(), -0.999, 0.999);
            }
        }
    }

    [Fact]
    public void Wrong_axes_shapes_and_quantisations_are_refused()
    {
        sbyte[] data = new sbyte[48];
        Assert.Equal(ErrorCode.ConstantInvalid, Refused(() => Run(BuiltinOperator.Sum, TensorType.Int8, data, [5], [2, 3, 1, 4, 2], false)));
        Assert.Equal(ErrorCode.ConstantInvalid, Refused(() => Run(BuiltinOperator.Sum, TensorType.Int8, data, [-6], [2, 3, 1, 4, 2], false)));
        Assert.Equal(ErrorCode.ShapeMismatch, Refused(() => Run(BuiltinOperator.Sum, TensorType.Int8, data, [1], [2, 3, 1, 4, 2], false)));
        Assert.Equal(ErrorCode.ShapeMismatch, Refused(() => Run(BuiltinOperator.Sum, TensorType.Int8, data, [1], [2, 1, 4, 2], true)));
        Assert.Equal(
            ErrorCode.QuantizationMismatch, Refused(() => Run(BuiltinOperator.ReduceMax, TensorType.Int8, data, [0, 1, 2, 3, 4], [], false, 0.25f)));
    }

    [Fact]
    public void Any_and_all_are_the_maximum_and_the_minimum_of_truth_values()
    {
        sbyte[] data = new sbyte[48];
        data[40] = 1;
        Assert.Equal([0, 1], Run(BuiltinOperator.ReduceAny, TensorType.Bool, data, [1, 2, 3, 4], [2], false));
        Assert.Equal([0, 0], Run(BuiltinOperator.ReduceAll, TensorType.Bool, data, [1, 2, 3, 4], [2], false));
    }

    [Fact]
    public void The_largest_elements_come_in_falling_order_and_equal_ones_in_theirs()
    {
        ModelBuilder model = new ModelBuilder();
        int input = model.Input("input", TensorType.Int8, [2, 5], 1f, 0);
        int values = model.Tensor("values", TensorType.Int8, [2, 3], 1f, 0);
        int places = model.Tensor("places", TensorType.Int32, [2, 3]);
        model.Operator(BuiltinOperator.TopKV2, null, [input, model.Constant("k", [], new[] { 3 })], [values, places]);
        model.Output(values);
        model.Output(places);
        MicroInterpreter interpreter = Allocated(model);
        Fill(interpreter.Input(0), [3, 9, 3, -4, 9, -128, -128, 127, -5, -128]);
        interpreter.Invoke();
        Assert.Equal([9, 9, 3, 127, -5, -128], Values(interpreter.Output(0)));
        Assert.Equal([1, 4, 0, 2, 3, 0], Values(interpreter.Output(1)));
    }

    [Theory]
    [InlineData(TensorType.Int32)]
    [InlineData(TensorType.Int64)]
    public void The_first_of_equal_extremes_is_the_one(TensorType type)
    {
        ModelBuilder model = new ModelBuilder();
        int input = model.Input("input", TensorType.Int16, [2, 3, 2], 1f, 0);
        int output = model.Tensor("output", type, [2, 2]);
        int axis = model.Constant("axis", [], new[] { -2 });
        model.Operator(BuiltinOperator.ArgMin, Options.ArgMin(type), [input, axis], [output]);
        model.Output(output);
        MicroInterpreter interpreter = Allocated(model);
        Fill(interpreter.Input(0), [5, 1, 2, 1, 2, 0, -32768, 7, 0, 6, -32768, 7]);
        interpreter.Invoke();
        Assert.Equal([1, 2, 0, 1], Values(interpreter.Output(0)));
    }

    private static int Flat(int element, int[] kept)
    {
        int flat = 0;
        int scale = 1;
        for (int d = 4; d >= 0; d--)
        {
            flat += element % _shape[d] % kept[d] * scale;
            scale *= kept[d];
            element /= _shape[d];
        }

        return flat;
    }

    private static int[] Run(
        BuiltinOperator code, TensorType type, sbyte[] data, int[] axes, int[] shape, bool keep, float outputScale = 0.5f)
    {
        ModelBuilder model = new ModelBuilder();
        QuantizationDef? quantization = type == TensorType.Bool ? null : QuantizationDef.PerTensor(0.5f, 0);
        int input = model.Input("input", type, _shape, quantization);
        int output = model.Tensor("output", type, shape, type == TensorType.Bool ? null : QuantizationDef.PerTensor(outputScale, 0));
        int axis = model.Constant("axes", [axes.Length], axes);
        model.Operator(code, Options.Reducer(keep), [input, axis], [output]);
        model.Output(output);
        MicroInterpreter interpreter = Allocated(model);
        Fill(interpreter.Input(0), data.Select(x => (int)x).ToArray());
        interpreter.Invoke();
        return Values(interpreter.Output(0));
    }

    private static MicroInterpreter Allocated(ModelBuilder model)
    {
        MicroInterpreter interpreter = new MicroInterpreter(model.Build(), new OpResolver().AddAllReduce(), new TensorArena(100_000));
        interpreter.AllocateTensors();
        return interpreter;
    }

    private static void Fill(Tensor tensor, int[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            tensor.SetInteger(i, values[i]);
        }
    }

    private static int[] Values(Tensor tensor)
    {
        return Enumerable.Range(0, tensor.ElementCount).Select(i => (int)tensor.GetInteger(i)).ToArray();
    }

    private static ErrorCode Refused(Action action)
    {
        return Assert.Throws<ModelException>(action).Code;
    }
}

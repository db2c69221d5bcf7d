// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Tests.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Runtime;

/// <summary>Ways in and out of a tensor.</summary>
public class TensorAccessTests
{
    [Theory]
    [InlineData(0.5f, 3, 0f, 3)]
    [InlineData(0.5f, 3, 0.25f, 4)]
    [InlineData(0.5f, 3, -0.25f, 2)]
    [InlineData(0.5f, 3, 0.2499f, 3)]
    [InlineData(0.5f, 3, 0.75f, 5)]
    [InlineData(1f, 0, 0.49999997f, 0)]
    [InlineData(1f, 0, -0.49999997f, 0)]
    [InlineData(1f, 0, 126.5f, 127)]
    [InlineData(1f, 0, 1e30f, 127)]
    [InlineData(1e-30f, 0, 1e30f, 127)]
    [InlineData(1f, 0, -1e30f, -128)]
    [InlineData(1f, 5, float.PositiveInfinity, 127)]
    [InlineData(1f, 5, float.NegativeInfinity, -128)]
    [InlineData(1f, 5, float.NaN, 5)]
    public void Quantising_rounds_half_away_from_zero_and_clamps(float scale, int zeroPoint, float real, int stored)
    {
        ModelBuilder model = SmallModels.Copy(TensorType.Int8, 1);
        model.Definition.Tensors[0].Quantization = QuantizationDef.PerTensor(scale, zeroPoint);
        Tensor x = Running.Load(model).Input(0);
        x.Quantize([99f, real], 1);
        Assert.Equal(stored, x.GetInteger(0));
        x.SetReal(0, real);
        Assert.Equal(stored, x.Int8[x.Offset]);
        Assert.Equal((float)((double)scale * (stored - zeroPoint)), x.GetReal(0));
        float[] reals = new float[2];
        x.Dequantize(reals, 1);
        Assert.Equal([0f, x.GetReal(0)], reals);
    }

    [Theory]
    [InlineData(TensorType.Int8, -128, 127)]
    [InlineData(TensorType.UInt8, 0, 255)]
    [InlineData(TensorType.Bool, 0, 1)]
    [InlineData(TensorType.Int16, -32768, 32767)]
    [InlineData(TensorType.Int32, int.MinValue, int.MaxValue)]
    [InlineData(TensorType.UInt32, 0, uint.MaxValue)]
    [InlineData(TensorType.Int64, long.MinValue, long.MaxValue)]
    public void Every_integer_type_keeps_its_range(TensorType type, long min, long max)
    {
        MicroInterpreter interpreter = Running.Load(SmallModels.Copy(type, 4));
        Tensor x = interpreter.Input(0);
        x.SetReal(0, -1e30f);
        x.SetReal(1, 1e30f);
        x.SetReal(2, 1f);
        x.SetInteger(3, max);
        Assert.Equal([min, max, 1, max], Running.Get(x));
        interpreter.Invoke();
        byte[] bytes = new byte[x.ByteCount + 2];
        interpreter.Output(0).CopyTo(bytes, 1);
        Assert.Equal(0, bytes[0] | bytes[^1]);
        Running.Set(x, 0, 0, 0, 0);
        x.CopyFrom(bytes, 1);
        Assert.Equal([min, max, 1, max], Running.Get(x));
    }

    [Fact]
    public void Large_reals_are_exact_in_wide_integers()
    {
        Tensor x = Running.Load(SmallModels.Copy(TensorType.Int64, 3)).Input(0);
        x.Quantize([16777217f, -9007199254740992f, 4.6116860184273879e18f], 0);
        Assert.Equal([16777216, -9007199254740992, 4611686018427387904], Running.Get(x));
    }

    [Fact]
    public void Floats_go_in_and_out_unchanged()
    {
        MicroInterpreter interpreter = Running.Load(SmallModels.Copy(TensorType.Float32, 4));
        float[] values = [1.5f, -0f, float.NaN, float.MinValue];
        interpreter.Input(0).Quantize(values, 0);
        interpreter.Invoke();
        byte[] bytes = new byte[16];
        interpreter.Output(0).CopyTo(bytes, 0);
        Assert.Equal(values.SelectMany(BitConverter.GetBytes), bytes);
        interpreter.Input(0).CopyFrom(bytes, 0);
        float[] back = new float[4];
        interpreter.Input(0).Dequantize(back, 0);
        Assert.Equal(values, back);
        Failing.With(ErrorCode.TypeUnsupported, () => interpreter.Input(0).GetInteger(0), subgraph: 0, tensor: 0);
        Failing.With(ErrorCode.TypeUnsupported, () => interpreter.Input(0).SetInteger(0, 1), subgraph: 0, tensor: 0);
    }

    [Fact]
    public void Int4_constants_unpack_low_nibble_first()
    {
        ModelBuilder model = SmallModels.WithConstant(TensorType.Int4, [5], [0x71, 0x8F, 0x0A]);
        long[] expected = [1, 7, -1, -8, -6];
        long[]? raw = null;
        Tensor? constant = null;
        OpResolver resolver = new OpResolver().AddCustom("Copy", () => new TestKernel(context =>
        {
            raw = Running.Get(context.RawInput(1));
            constant = context.Input(1);
            return null;
        }));
        Running.Load(model, resolver);
        Assert.Equal(expected, raw);
        Assert.NotNull(constant);
        Assert.Equal(expected, Running.Get(constant));
        Assert.Equal(expected, constant.Int8.Select(value => (long)value));
        byte[] bytes = new byte[3];
        constant.CopyTo(bytes, 0);
        Assert.Equal(new byte[] { 0x71, 0x8F, 0x0A }, bytes);
    }

    [Fact]
    public void Constants_read_the_same_raw_and_typed()
    {
        ModelBuilder model = SmallModels.Copy();
        model.Definition.Operators[0].Inputs =
        [
            0,
            model.Constant("a", [2], new sbyte[] { -128, 127 }),
            model.Constant("b", [2], new byte[] { 0, 255 }),
            model.Constant("c", [2], new short[] { short.MinValue, 1 }),
            model.Constant("d", [2], new[] { int.MinValue, 2 }),
            model.Constant("e", [2], new[] { 3u, uint.MaxValue }),
            model.Constant("f", [2], new[] { long.MinValue, 4 }),
            model.Constant("g", [2], new[] { true, false }),
        ];
        OpResolver resolver = new OpResolver().AddCustom("Copy", () => new TestKernel(context =>
        {
            for (int i = 1; i < context.InputCount; i++)
            {
                long[] raw = Running.Get(context.RawInput(i));
                Assert.Equal(raw, Running.Get(context.Input(i)));
            }

            Assert.Equal([int.MinValue, 4], new[] { context.ConstantInput(6).GetInt32(0), context.ConstantInput(6).GetInt32(1) });
            return null;
        }));

        // 2 * (1 + 1 + 2 + 4 + 4 + 8 + 1) bytes for the typed arrays, and two tensors of 4.
        Assert.Equal(42 + 8, Running.Load(model, resolver).ArenaUsedBytes);
    }

    [Fact]
    public void Per_channel_constants_dequantise_by_channel()
    {
        ModelBuilder model = SmallModels.WithConstant(
            TensorType.Int8, [2, 3], [1, 2, 3, 4, 5, 6], QuantizationDef.PerChannel([1f, 10f, 100f], 1, [0, 1, 2]));
        float[] reals = new float[6];
        Tensor w = Running.Load(model).Subgraph(0).Tensor(2);
        w.Dequantize(reals, 0);
        Assert.Equal([1f, 10f, 100f, 4f, 40f, 400f], reals);
        Assert.Equal((100f, 2), (w.ChannelScale(2), w.ChannelZeroPoint(2)));
    }

    [Fact]
    [Covers(ErrorCode.TensorDataMismatch)]
    [Covers(ErrorCode.IndexOutOfRange)]
    public void Sizes_and_indices_are_checked()
    {
        Tensor x = Running.Load(SmallModels.Copy(TensorType.Int16, 4)).Input(0);
        Failing.WithNumbers(ErrorCode.TensorDataMismatch, () => x.CopyFrom(new byte[7], 0), 8, 7, subgraph: 0, tensor: 0);
        Failing.WithNumbers(ErrorCode.TensorDataMismatch, () => x.CopyFrom(new byte[9], 2), 8, 7, subgraph: 0, tensor: 0);
        Failing.With(ErrorCode.TensorDataMismatch, () => x.CopyFrom(new byte[9], -1), subgraph: 0, tensor: 0);
        Failing.With(ErrorCode.TensorDataMismatch, () => x.CopyFrom(new byte[9], int.MaxValue), subgraph: 0, tensor: 0);
        Failing.With(ErrorCode.TensorDataMismatch, () => x.CopyFrom(null, 0), subgraph: 0, tensor: 0);
        Failing.With(ErrorCode.TensorDataMismatch, () => x.CopyTo(new byte[7], 0), subgraph: 0, tensor: 0);
        Failing.With(ErrorCode.TensorDataMismatch, () => x.Quantize(new float[3], 0), subgraph: 0, tensor: 0);
        Failing.With(ErrorCode.TensorDataMismatch, () => x.Dequantize(new float[4], 1), subgraph: 0, tensor: 0);
        foreach (int index in new[] { -1, 4 })
        {
            Failing.WithNumbers(ErrorCode.IndexOutOfRange, () => x.GetInteger(index), 4, index, subgraph: 0, tensor: 0);
            Failing.With(ErrorCode.IndexOutOfRange, () => x.GetReal(index), subgraph: 0, tensor: 0);
            Failing.With(ErrorCode.IndexOutOfRange, () => x.SetInteger(index, 0), subgraph: 0, tensor: 0);
            Failing.With(ErrorCode.IndexOutOfRange, () => x.SetReal(index, 0), subgraph: 0, tensor: 0);
        }
    }

    [Fact]
    public void Constants_are_not_written_and_unused_tensors_have_no_memory()
    {
        ModelBuilder model = SmallModels.WithConstant(TensorType.Int8, [2], [1, 2]);
        int unused = model.Tensor("unused", TensorType.Int8, [2]);
        Subgraph main = Running.Load(model).Subgraph(0);
        Failing.With(ErrorCode.ArgumentInvalid, () => main.Tensor(2).SetInteger(0, 1), subgraph: 0, tensor: 2);
        Failing.With(ErrorCode.ArgumentInvalid, () => main.Tensor(2).CopyFrom(new byte[2], 0), subgraph: 0, tensor: 2);
        Failing.With(ErrorCode.NotAllocated, () => main.Tensor(unused).GetInteger(0), subgraph: 0, tensor: unused);
        Failing.With(ErrorCode.NotAllocated, () => main.Tensor(unused).CopyTo(new byte[2], 0), subgraph: 0, tensor: unused);
    }
}

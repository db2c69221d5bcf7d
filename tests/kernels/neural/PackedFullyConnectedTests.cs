// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tests.Runtime;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Neural;

/// <summary>Packed weights: the same outputs, and only in memory that the arena's budget leaves.</summary>
public class PackedFullyConnectedTests
{
    private const int Depth = 100;
    private const int Units = 13;

    [Fact]
    public void A_packed_layer_is_the_plain_one()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Draw draw = new Draw(seed);
            int depth = draw.OneIn(4) ? draw.Int(1, 300) : draw.Int(8, 70);
            int units = draw.Int(1, 70);
            int rows = draw.Int(1, 3);
            long[] input = draw.OneIn(3) ? Enumerable.Repeat(draw.OneIn(2) ? -128L : 127L, rows * depth).ToArray() : draw.Values(TensorType.Int8, rows * depth);
            long[] filter = draw.OneIn(3) ? Enumerable.Repeat(draw.OneIn(2) ? -128L : 127L, units * depth).ToArray() : draw.Values(TensorType.Int8, units * depth);
            long[] bias = draw.Values(TensorType.Int32, units);
            QuantizationDef filterQuantization = draw.OneIn(2)
                ? QuantizationDef.PerTensor(0.01f, draw.OneIn(2) ? 0 : draw.ZeroPoint(TensorType.Int8))
                : QuantizationDef.PerChannel(draw.Scales(0.01, units), 0, new long[units]);
            QuantizationDef inputQuantization = QuantizationDef.PerTensor(0.5f, draw.ZeroPoint(TensorType.Int8));
            QuantizationDef outputQuantization = QuantizationDef.PerTensor(
                draw.Scale(0.5 * Math.Pow(depth, draw.OneIn(2) ? 0.5 : 1)), draw.ZeroPoint(TensorType.Int8));
            OptionsTable options = Options.FullyConnected(draw.Activation());
            long[] Run(bool isPacked) => new NeuralNode()
                .Input(TensorType.Int8, new[] { rows, depth }, input, inputQuantization)
                .Input(TensorType.Int8, new[] { units, depth }, filter, filterQuantization, isPacked)
                .Input(TensorType.Int32, new[] { units }, bias, null, isPacked)
                .Run(BuiltinOperator.FullyConnected, options, TensorType.Int8, new[] { rows, units }, outputQuantization);

            long[] plain = Run(false);
            long[] packed = Run(true);
            Assert.True(plain.SequenceEqual(packed), "seed " + seed + ": " + string.Join(' ', packed) + " is not " + string.Join(' ', plain));
        }
    }

    [Fact]
    public void Packed_weights_take_only_what_the_budget_leaves()
    {
        TensorArena ample = new TensorArena(1 << 20);
        MicroInterpreter fast = Load(ample);
        int need = fast.ArenaUsedBytes;
        int packed = fast.PackedWeightBytes;
        Assert.InRange(packed, 8 * Depth * Units / 3, 10 * Depth * Units / 3);
        Assert.Equal(need + packed, ample.UsedBytes);
        long[] expected = Outputs(fast);

        foreach (int budget in new[] { need, need + packed - 1, need + packed })
        {
            TensorArena arena = new TensorArena(budget);
            MicroInterpreter interpreter = Load(arena);

            Assert.Equal(budget == need + packed ? packed : budget == need ? 0 : 4 * Units, interpreter.PackedWeightBytes);
            Assert.Equal(need + interpreter.PackedWeightBytes, arena.UsedBytes);
            Assert.Equal(expected, Outputs(interpreter));
        }

        ModelException error = Assert.Throws<ModelException>(() => Load(new TensorArena(need - 1)));
        Assert.Equal((ErrorCode.ArenaTooSmall, (long)need), (error.Code, error.Expected));
    }

    [Fact]
    public void Packed_weights_give_way_to_another_model()
    {
        MicroInterpreter alone = Load(new TensorArena(1 << 20));
        TensorArena arena = new TensorArena(alone.ArenaUsedBytes + alone.PackedWeightBytes);
        MicroInterpreter first = Load(arena);
        Assert.Equal(alone.PackedWeightBytes, first.PackedWeightBytes);
        long[] expected = Outputs(first);

        // The same model again finds its place in the plan's arrays; one with a variable needs two bytes more than there are.
        MicroInterpreter second = Load(arena);
        Assert.Equal((alone.PackedWeightBytes, 0), (first.PackedWeightBytes, second.PackedWeightBytes));
        MicroInterpreter third = Running.Load(MicroInterpreterTests.Counter(), arena: arena);

        Assert.Equal((0, 0), (first.PackedWeightBytes, second.PackedWeightBytes));
        Assert.InRange(arena.UsedBytes, 1, arena.ByteBudget);
        Assert.Equal(expected, Outputs(first));
        Assert.Equal(expected, Outputs(second));
        Assert.Equal([4, 5], third.Run(1, 2));
    }

    private static MicroInterpreter Load(TensorArena arena)
    {
        Draw draw = new Draw(1);
        ModelBuilder model = new ModelBuilder();
        int input = model.Input("in", TensorType.Int8, new[] { 1, Depth }, 0.5f, -3);
        int filter = model.Constant(
            "filter", new[] { Units, Depth }, draw.Values(TensorType.Int8, Units * Depth).Select(v => (sbyte)v).ToArray(), 0.01f, 0);
        int output = model.Tensor("out", TensorType.Int8, new[] { 1, Units }, 5f, 0);
        model.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(Activation.None), new[] { input, filter }, new[] { output });
        model.Output(output);
        MicroInterpreter interpreter = new MicroInterpreter(model.Build(), new OpResolver().AddAllNeural(), arena);
        interpreter.AllocateTensors();
        return interpreter;
    }

    private static long[] Outputs(MicroInterpreter interpreter)
    {
        Tensor input = interpreter.Input(0);
        for (int i = 0; i < Depth; i++)
        {
            input.SetInteger(i, i * 37 % 256 - 128);
        }

        interpreter.Invoke();
        return Enumerable.Range(0, Units).Select(interpreter.Output(0).GetInteger).ToArray();
    }
}

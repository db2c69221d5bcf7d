// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tests.Runtime;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Signal;

/// <summary>The front end's operators as nodes: shapes, state, and what they refuse.</summary>
public class SignalKernelTests
{
    [Fact]
    public void A_framer_cuts_every_stream_and_starts_anew_when_reset()
    {
        MicroInterpreter interpreter = Load(
            "SignalFramer", CustomOptionsBytes.Of(("frame_size", 3), ("frame_step", 2), ("prefill", false)),
            [(TensorType.Int16, [2, 4])], [(TensorType.Int16, [2, 2, 3]), (TensorType.Bool, [])]);
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal([0, 0, 0, 1, 2, 3, 0, 0, 0, 5, 6, 7], interpreter.Run(1, 2, 3, 4, 5, 6, 7, 8));
            Assert.Equal([0], Running.Get(interpreter.Output(1)));
            Assert.Equal([3, 4, 1, 1, 2, 3, 7, 8, 5, 5, 6, 7], interpreter.Run(1, 2, 3, 4, 5, 6, 7, 8));
            Assert.Equal([1], Running.Get(interpreter.Output(1)));
            interpreter.Reset();
        }
    }

    [Fact]
    public void Delays_and_overlaps_keep_each_stream_apart()
    {
        MicroInterpreter delay = Load(
            "SignalDelay", CustomOptionsBytes.Of(("delay_length", 3)), [(TensorType.Int16, [2, 2])], [(TensorType.Int16, [2, 2])]);
        delay.Run(1, 2, 5, 6);
        Assert.Equal([0, 1, 0, 5], delay.Run(3, 4, 7, 8));
        delay.Reset();
        Assert.Equal([0, 0, 0, 0], delay.Run(3, 4, 7, 8));

        MicroInterpreter overlap = Load(
            "SignalOverlapAdd", CustomOptionsBytes.Of(("T", 7), ("frame_step", 1)),
            [(TensorType.Int16, [2, 2, 3])], [(TensorType.Int16, [2, 2])]);
        Assert.Equal([1, 2 + 4, 10, 30], overlap.Run(1, 2, 3, 4, 5, 6, 10, 20, 30, 10, 11, 12));
        Assert.Equal([3 + 5, 6, 30 + 11, 12], overlap.Run(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        overlap.Reset();
        Assert.Equal([0, 0, 0, 0], overlap.Run(new long[12]));
    }

    [Fact]
    public void A_stacker_says_when_it_has_a_stack()
    {
        MicroInterpreter interpreter = Load(
            "SignalStacker",
            CustomOptionsBytes.Of(
                ("num_channels", 2), ("stacker_left_context", 1), ("stacker_right_context", 1), ("stacker_step", 2)),
            [(TensorType.Int16, [2])], [(TensorType.Int16, [6]), (TensorType.Bool, [])]);
        Assert.Equal([0, 0, 0, 0, 0, 0], interpreter.Run(1, 2));
        Assert.Equal([1, 2, 1, 2, 3, 4], interpreter.Run(3, 4));
        Assert.Equal([1], Running.Get(interpreter.Output(1)));
        Assert.Equal([0, 0, 0, 0, 0, 0], interpreter.Run(5, 6));
        Assert.Equal([0], Running.Get(interpreter.Output(1)));
        Assert.Equal([3, 4, 5, 6, 7, 8], interpreter.Run(7, 8));
    }

    [Fact]
    public void A_stacker_without_step_two_goes_on_one_by_one()
    {
        MicroInterpreter interpreter = Load(
            "SignalStacker",
            CustomOptionsBytes.Of(
                ("num_channels", 1), ("stacker_left_context", 1), ("stacker_right_context", 0), ("stacker_step", 1)),
            [(TensorType.Int16, [1])], [(TensorType.Int16, [2]), (TensorType.Bool, [])]);
        Assert.Equal([1, 1], interpreter.Run(1));
        Assert.Equal([1, 2], interpreter.Run(2));
    }

    [Theory]
    [InlineData(TensorType.Int16)]
    [InlineData(TensorType.Int32)]
    [InlineData(TensorType.Float32)]
    public void Transforms_take_several_short_frames(TensorType type)
    {
        byte[] options = CustomOptionsBytes.Of(("T", (int)type), ("fft_length", 8));
        MicroInterpreter forward = Load("SignalRfft", options, [(type, [3, 1, 6])], [(type, [3, 1, 10])]);
        for (int frame = 0; frame < 3; frame++)
        {
            forward.Input(0).SetReal(6 * frame, 8000 * frame);
        }

        forward.Invoke();
        for (int i = 0; i < 30; i++)
        {
            int step = type == TensorType.Float32 ? 8000 : 1000;
            Assert.Equal(i % 2 == 1 ? 0 : step * (i / 10), forward.Output(0).GetReal(i), 1f);
        }

        MicroInterpreter inverse = Load("SignalIrfft", options, [(type, [2, 10])], [(type, [2, 8])]);
        inverse.Input(0).SetReal(10, 8000);
        inverse.Invoke();
        for (int i = 0; i < 16; i++)
        {
            Assert.Equal(i < 8 ? 0 : 1000, inverse.Output(0).GetReal(i), 2f);
        }
    }

    [Fact]
    public void Windows_repeat_and_energies_outside_their_range_are_zero()
    {
        ModelBuilder model = new ModelBuilder();
        int input = model.Input("input", TensorType.Int16, [2, 2]);
        int weights = model.Constant("weights", [2], new short[] { 2, 4 });
        int output = model.Tensor("output", TensorType.Int16, [2, 2]);
        model.CustomOperator("SignalWindow", CustomOptionsBytes.Of(("shift", 1)), [input, weights], [output]);
        model.Output(output);
        Assert.Equal([10, 20, -3, -6], Running.Load(model, new OpResolver().AddAllSignal()).Run(10, 10, -3, -3));

        MicroInterpreter energy = Load(
            "SignalEnergy", CustomOptionsBytes.Of(("start_index", 1), ("end_index", 3)),
            [(TensorType.Int16, [8])], [(TensorType.UInt32, [4])]);
        Assert.Equal([0, 25, 0x80000000L, 0], energy.Run(1, 1, 3, 4, -32768, -32768, 5, 5));
    }

    [Fact]
    public void Roots_undo_the_scaling_and_refuse_impossible_ones()
    {
        MicroInterpreter interpreter = Load(
            "SignalFilterBankSquareRoot", null,
            [(TensorType.UInt64, [2]), (TensorType.Int32, [])], [(TensorType.UInt32, [2])]);
        interpreter.Input(1).SetInteger(0, 2);
        Assert.Equal([25, 0x3FFFFFFF], interpreter.Run(10000, -1));
        interpreter.Input(1).SetInteger(0, 32);
        Assert.Equal(ErrorCode.ValueOutOfRange, Assert.Throws<ModelException>(() => interpreter.Invoke()).Code);
    }

    [Theory]
    [InlineData("SignalRfft", "fft_length", 14, TensorType.Int16, new[] { 8 }, TensorType.Int16, new[] { 16 }, ErrorCode.CustomOptionsInvalid)]
    [InlineData("SignalRfft", "fft_length", 8, TensorType.Int16, new[] { 9 }, TensorType.Int16, new[] { 10 }, ErrorCode.ShapeMismatch)]
    [InlineData("SignalRfft", "fft_length", 8, TensorType.Int16, new[] { 8 }, TensorType.Int16, new[] { 8 }, ErrorCode.ShapeMismatch)]
    [InlineData("SignalRfft", "fft_length", 8, TensorType.Int16, new[] { 8 }, TensorType.Int32, new[] { 10 }, ErrorCode.TypeMismatch)]
    [InlineData("SignalRfft", "fft_length", 8, TensorType.Int8, new[] { 8 }, TensorType.Int8, new[] { 10 }, ErrorCode.TypeUnsupported)]
    [InlineData("SignalRfft", "length", 8, TensorType.Int16, new[] { 8 }, TensorType.Int16, new[] { 10 }, ErrorCode.CustomOptionsInvalid)]
    [InlineData("SignalIrfft", "fft_length", 8, TensorType.Int16, new[] { 8 }, TensorType.Int16, new[] { 8 }, ErrorCode.ShapeMismatch)]
    [InlineData("SignalDelay", "delay_length", -1, TensorType.Int16, new[] { 8 }, TensorType.Int16, new[] { 8 }, ErrorCode.CustomOptionsInvalid)]
    [InlineData("SignalDelay", "delay_length", int.MaxValue, TensorType.Int16, new[] { 8 }, TensorType.Int16, new[] { 8 }, ErrorCode.PlanOverflow)]
    [InlineData("SignalDelay", "delay_length", 1 << 24, TensorType.Int16, new[] { 8 }, TensorType.Int16, new[] { 8 }, ErrorCode.ArenaTooSmall)]
    [InlineData("SignalOverlapAdd", "frame_step", 9, TensorType.Int16, new[] { 1, 8 }, TensorType.Int16, new[] { 9 }, ErrorCode.CustomOptionsInvalid)]
    [InlineData("SignalOverlapAdd", "frame_step", 4, TensorType.Int16, new[] { 8 }, TensorType.Int16, new[] { 4 }, ErrorCode.RankUnsupported)]
    [InlineData("SignalFilterBankLog", "output_scale", 4, TensorType.UInt32, new[] { 8 }, TensorType.Int16, new[] { 8 }, ErrorCode.CustomOptionsInvalid)]
    [InlineData("SignalEnergy", "end_index", 9, TensorType.Int16, new[] { 16 }, TensorType.UInt32, new[] { 8 }, ErrorCode.CustomOptionsInvalid)]
    [InlineData("CIRCULAR_BUFFER", "cycles_max", 1, TensorType.Int8, new[] { 1, 2, 1, 8 }, TensorType.Int8, new[] { 1, 5, 1, 8 }, ErrorCode.ShapeMismatch)]
    [InlineData("CIRCULAR_BUFFER", "cycles_max", 1, TensorType.Int16, new[] { 1, 1, 1, 8 }, TensorType.Int16, new[] { 1, 5, 1, 8 }, ErrorCode.TypeUnsupported)]
    public void What_a_node_cannot_do_is_refused(
        string name, string key, int value, TensorType inputType, int[] input, TensorType outputType, int[] output, ErrorCode code)
    {
        ModelException error = Assert.Throws<ModelException>(
            () => Load(name, CustomOptionsBytes.Of((key, value)), [(inputType, input)], [(outputType, output)]));
        Assert.Equal(code, error.Code);
        Assert.Equal(0, error.Node);
    }

    [Fact]
    public void A_filter_band_outside_its_energies_is_refused()
    {
        foreach (short width in new short[] { 2, 3, -1 })
        {
            ModelBuilder model = new ModelBuilder();
            int input = model.Input("input", TensorType.UInt32, [4]);
            int weights = model.Constant("weights", [3], new short[] { 2, 2, 2 });
            int starts = model.Constant("starts", [2], new short[] { 0, 2 });
            int places = model.Constant("places", [2], new short[] { 0, 1 });
            int widths = model.Constant("widths", [2], new short[] { 1, width });
            int output = model.Tensor("output", TensorType.UInt64, [1]);
            model.CustomOperator(
                "SignalFilterBank", CustomOptionsBytes.Of(("num_channels", 1)),
                [input, weights, weights, starts, places, widths], [output]);
            model.Output(output);
            if (width == 2)
            {
                Assert.Equal([2 * 1 + 2 * 3 + 2 * 4], Running.Load(model, new OpResolver().AddAllSignal()).Run(1, 2, 3, 4));
            }
            else
            {
                ModelException error = Assert.Throws<ModelException>(() => Running.Load(model, new OpResolver().AddAllSignal()));
                Assert.Equal(ErrorCode.ConstantInvalid, error.Code);
            }
        }
    }

    [Fact]
    public void A_circular_buffer_ends_the_run_until_its_period_is_over()
    {
        MicroInterpreter interpreter = Load(
            "CIRCULAR_BUFFER", CustomOptionsBytes.Of(("cycles_max", 2)),
            [(TensorType.Int8, [1, 1, 1, 2])], [(TensorType.Int8, [1, 3, 1, 2])]);
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal([0, 0, 0, 0, 1, 2], interpreter.Run(1, 2));
            Assert.False(interpreter.IsRunComplete);
            Assert.Equal([0, 0, 1, 2, 3, 4], interpreter.Run(3, 4));
            Assert.True(interpreter.IsRunComplete);
            Assert.Equal([1, 2, 3, 4, 5, 6], interpreter.Run(5, 6));
            Assert.Equal([3, 4, 5, 6, 7, 8], interpreter.Run(7, 8));
            Assert.True(interpreter.IsRunComplete);
            interpreter.Run(9, 10);
            interpreter.Reset();
        }

        MicroInterpreter telling = Load(
            "CIRCULAR_BUFFER", CustomOptionsBytes.Of(("cycles_max", 2)),
            [(TensorType.Int8, [1, 1, 1, 1])], [(TensorType.Int8, [1, 2, 1, 1]), (TensorType.Bool, [1])]);
        telling.Run(1);
        Assert.Equal([0], Running.Get(telling.Output(1)));
        Assert.True(telling.IsRunComplete);
        telling.Run(2);
        Assert.Equal([1], Running.Get(telling.Output(1)));
    }

    /// <summary>A model of one custom node, with inputs and outputs only.</summary>
    internal static MicroInterpreter Load(
        string name, byte[]? options, (TensorType Type, int[] Shape)[] inputs, (TensorType Type, int[] Shape)[] outputs)
    {
        ModelBuilder model = new ModelBuilder();
        int[] from = inputs.Select((tensor, i) => model.Input("input" + i, tensor.Type, tensor.Shape)).ToArray();
        int[] to = outputs.Select((tensor, i) => model.Tensor("output" + i, tensor.Type, tensor.Shape)).ToArray();
        model.CustomOperator(name, options, from, to);
        foreach (int tensor in to)
        {
            model.Output(tensor);
        }

        return Running.Load(model, new OpResolver().AddAllSignal().AddCircularBuffer());
    }
}

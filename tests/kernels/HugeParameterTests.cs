// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tests.Runtime;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels;

/// <summary>Sizes, factors and lists that lead products beyond 32 bits: refused in Prepare, or computed as the formula says.</summary>
public class HugeParameterTests
{
    private const TensorType Int8 = TensorType.Int8;
    private const int Budget = 64 << 20;

    private static readonly QuantizationDef _one = QuantizationDef.PerTensor(1f, 0);

    private static readonly Dictionary<string, ((string Key, object Value)[] Options, (TensorType Type, int[] Shape)[] Inputs, (TensorType Type, int[] Shape)[] Outputs)> _custom = new()
    {
        ["SignalDelay"] = ([("delay_length", 3)], [(TensorType.Int16, [2, 4])], [(TensorType.Int16, [2, 4])]),
        ["SignalEnergy"] = ([("start_index", 1), ("end_index", 4)], [(TensorType.Int16, [10])], [(TensorType.UInt32, [5])]),
        ["SignalFftAutoScale"] = ([], [(TensorType.Int16, [8])], [(TensorType.Int16, [8]), (TensorType.Int32, [])]),
        ["SignalFilterBankLog"] = ([("input_correction_bits", 3), ("output_scale", 1600)], [(TensorType.UInt32, [4])], [(TensorType.Int16, [4])]),
        ["SignalFilterBankSquareRoot"] = ([], [(TensorType.UInt64, [4]), (TensorType.Int32, [])], [(TensorType.UInt32, [4])]),
        ["SignalFilterBankSpectralSubtraction"] = (
            [
                ("num_channels", 4), ("smoothing", 400), ("one_minus_smoothing", 600), ("alternate_smoothing", 1000),
                ("alternate_one_minus_smoothing", 24), ("smoothing_bits", 10), ("min_signal_remaining", 819), ("clamping", true),
                ("spectral_subtraction_bits", 14),
            ],
            [(TensorType.UInt32, [4])],
            [(TensorType.UInt32, [4]), (TensorType.UInt32, [4])]),
        ["SignalFramer"] = (
            [("frame_size", 3), ("frame_step", 2), ("prefill", false)],
            [(TensorType.Int16, [2, 4])],
            [(TensorType.Int16, [2, 2, 3]), (TensorType.Bool, [])]),
        ["SignalIrfft"] = ([("T", 7), ("fft_length", 8)], [(TensorType.Int16, [2, 10])], [(TensorType.Int16, [2, 8])]),
        ["SignalOverlapAdd"] = ([("T", 7), ("frame_step", 1)], [(TensorType.Int16, [2, 2, 3])], [(TensorType.Int16, [2, 2])]),
        ["SignalPCAN"] = ([("snr_shift", 6)], [(TensorType.UInt32, [4]), (TensorType.UInt32, [4]), (TensorType.Int16, [125])], [(TensorType.UInt32, [4])]),
        ["SignalRfft"] = ([("T", 7), ("fft_length", 8)], [(TensorType.Int16, [3, 6])], [(TensorType.Int16, [3, 10])]),
        ["SignalStacker"] = (
            [("num_channels", 2), ("stacker_left_context", 1), ("stacker_right_context", 1), ("stacker_step", 2)],
            [(TensorType.Int16, [2])],
            [(TensorType.Int16, [6]), (TensorType.Bool, [])]),
        ["SignalWindow"] = ([("shift", 12)], [(TensorType.Int16, [2, 4]), (TensorType.Int16, [4])], [(TensorType.Int16, [2, 4])]),
        ["CIRCULAR_BUFFER"] = ([("cycles_max", 2)], [(Int8, [1, 1, 2, 3])], [(Int8, [1, 4, 2, 3])]),
        ["TFLite_Detection_PostProcess"] = (
            [
                ("max_detections", 2), ("max_classes_per_detection", 1), ("num_classes", 2), ("detections_per_class", 4), ("use_regular_nms", true),
                ("nms_score_threshold", 0f), ("nms_iou_threshold", 0.5f), ("y_scale", 10f), ("x_scale", 10f), ("h_scale", 5f), ("w_scale", 5f),
            ],
            [(TensorType.Float32, [1, 5, 4]), (TensorType.Float32, [1, 5, 3]), (TensorType.Float32, [5, 4])],
            [(TensorType.Float32, [1, 2, 4]), (TensorType.Float32, [1, 2]), (TensorType.Float32, [1, 2]), (TensorType.Float32, [1])]),
    };

    [Theory]
    [InlineData(3604483, false, false)]
    [InlineData(3604483, true, false)]
    [InlineData(3604483, false, true)]
    [InlineData(2097153, false, false)]
    [InlineData(16777219, false, false)]
    [InlineData(16777219, false, true)]
    public void A_side_of_millions_of_cells_is_resized_rightly(int side, bool alignsCorners, bool hasHalfPixels)
    {
        const int rows = 4;
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", Int8, [1, side, 1, 1], 1f, 0);
        int y = builder.Tensor("y", Int8, [1, rows, 5, 1], 1f, 0);
        builder.Operator(
            BuiltinOperator.ResizeBilinear, Options.ResizeBilinear(alignsCorners, hasHalfPixels), [x, builder.Constant("size", [2], new[] { rows, 5 })], [y]);
        builder.Output(y);
        MicroInterpreter interpreter = Load(builder);
        static int Cell(BigInteger cell) => (int)(cell * 7 % 251) - 125;
        interpreter.Input(0).CopyFrom(Enumerable.Range(0, side).Select(i => (byte)Cell(i)).ToArray(), 0);

        interpreter.Invoke();

        // Q10 places of the reference's formula, in integers without a limit.
        BigInteger from = alignsCorners ? side - 1 : side;
        BigInteger to = alignsCorners ? rows - 1 : rows;
        BigInteger scale = ((from << 10) + to / 2) / to;
        for (int i = 0; i < rows; i++)
        {
            BigInteger place = hasHalfPixels ? i * scale + scale / 2 - 512 : i * scale;
            BigInteger low = BigInteger.Max(place / 1024, 0);
            BigInteger fraction = place - low * 1024;
            BigInteger sum = 1024 * (Cell(low) * (1024 - fraction) + Cell(BigInteger.Min(low + 1, side - 1)) * fraction);
            Assert.Equal((long)((sum + (sum > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20)), interpreter.Output(0).GetInteger(5 * i));
        }
    }

    [Theory]
    [InlineData(BuiltinOperator.ResizeBilinear, 16777219, 3, false)]
    [InlineData(BuiltinOperator.ResizeBilinear, 5, 9000001, false)]
    [InlineData(BuiltinOperator.ResizeBilinear, 5, 9000001, true)]
    [InlineData(BuiltinOperator.ResizeBilinear, 9000001, 8999999, false)]
    [InlineData(BuiltinOperator.ResizeNearestNeighbor, 16777219, 3, false)]
    [InlineData(BuiltinOperator.ResizeNearestNeighbor, 5, 9000001, true)]
    public void Single_precision_places_stay_inside_a_huge_side(BuiltinOperator code, int side, int outputSide, bool hasHalfPixels)
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, side, 1, 1]);
        int y = builder.Tensor("y", TensorType.Float32, [1, outputSide, 1, 1]);
        OptionsTable options = code == BuiltinOperator.ResizeBilinear
            ? Options.ResizeBilinear(false, hasHalfPixels) : Options.ResizeNearestNeighbor(false, hasHalfPixels);
        builder.Operator(code, options, [x, builder.Constant("size", [2], new[] { outputSide, 1 })], [y]);
        builder.Output(y);
        MicroInterpreter interpreter = Load(builder, 4 * Budget);
        for (int i = 0; i < side; i += side / 5)
        {
            interpreter.Input(0).SetReal(i, 1);
        }

        interpreter.Invoke();

        Assert.InRange(interpreter.Output(0).GetReal(outputSide - 1), 0f, 1f);
    }

    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.Float32)]
    public void Rows_times_units_are_counted_in_64_bits(TensorType type)
    {
        // 4,097 rows of 2^20 units are 2^32 + 2^20 elements, which 32 bits take for the 2^20 that the output has.
        const int units = 1 << 20;
        ModelBuilder builder = new ModelBuilder();
        QuantizationDef? quantization = type == Int8 ? _one : null;
        int x = builder.Input("x", type, [4097, 1], quantization);
        int w = builder.Constant("w", type, [units, 1], new byte[units * (type == Int8 ? 1 : 4)], quantization);
        int y = builder.Tensor("y", type, [1, units], quantization);
        builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(), [x, w], [y]);
        builder.Output(y);

        Refused(ErrorCode.ShapeMismatch, builder);
    }

    [Fact]
    public void Sizes_along_an_axis_are_added_without_wrapping()
    {
        // 65 times 2^26 are 2^32 + 2^26.
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", Int8, [1 << 26], 1f, 0);
        int y = builder.Tensor("y", Int8, [1 << 26], 1f, 0);
        builder.Operator(BuiltinOperator.Concatenation, Options.Concatenation(0), Enumerable.Repeat(x, 65).ToArray(), [y]);
        builder.Output(y);
        Refused(ErrorCode.ShapeMismatch, builder);

        builder = new ModelBuilder();
        x = builder.Input("x", Int8, [1 << 26], 1f, 0);
        int[] pieces = Enumerable.Range(0, 65).Select(i => builder.Tensor("y" + i, Int8, [1 << 26], 1f, 0)).ToArray();
        int sizes = builder.Constant("sizes", [65], Enumerable.Repeat(1 << 26, 65).ToArray());
        builder.Operator(BuiltinOperator.SplitV, Options.SplitV(65), [x, sizes, builder.Constant("axis", [1], new[] { 0 })], pieces);
        builder.Output(pieces[0]);
        Refused(ErrorCode.ShapeMismatch, builder);
    }

    [Fact]
    public void Detections_times_classes_are_counted_in_64_bits()
    {
        // 2^16 times 2^16.
        const int many = 1 << 16;
        ModelBuilder builder = new ModelBuilder();
        int boxes = builder.Input("boxes", TensorType.Float32, [1, 1, 4]);
        int scores = builder.Input("scores", TensorType.Float32, [1, 1, many + 1]);
        int anchors = builder.Input("anchors", TensorType.Float32, [1, 4]);
        int[] outputs =
        [
            builder.Tensor("b", TensorType.Float32, [1, many, 4]), builder.Tensor("c", TensorType.Float32, [1, many]),
            builder.Tensor("s", TensorType.Float32, [1, many]), builder.Tensor("n", TensorType.Float32, [1]),
        ];
        builder.CustomOperator(
            "TFLite_Detection_PostProcess",
            CustomOptionsBytes.Of(
                ("max_detections", many), ("max_classes_per_detection", many), ("num_classes", many), ("use_regular_nms", false),
                ("nms_score_threshold", 0f), ("nms_iou_threshold", 0.5f),
                ("y_scale", 1f), ("x_scale", 1f), ("h_scale", 1f), ("w_scale", 1f)),
            [boxes, scores, anchors],
            outputs);
        builder.Output(outputs[0]);

        Refused(ErrorCode.ShapeMismatch, builder);
    }

    [Fact]
    public void Ranges_whose_span_leaves_64_bits_are_refused()
    {
        ErrorCode Of(long start, long limit, long delta)
        {
            ModelBuilder builder = new ModelBuilder();
            int[] inputs =
            [
                builder.Constant("start", [], new[] { start }), builder.Constant("limit", [], new[] { limit }), builder.Constant("delta", [], new[] { delta }),
            ];
            int y = builder.Tensor("y", TensorType.Int64, [1]);
            builder.Operator(BuiltinOperator.Range, null, inputs, [y]);
            builder.Output(y);
            return Assert.Throws<ModelException>(() => Load(builder)).Code;
        }

        Assert.Equal(ErrorCode.ConstantInvalid, Of(long.MinValue, long.MaxValue, -1));
        Assert.Equal(ErrorCode.ConstantInvalid, Of(long.MaxValue, long.MinValue, 1));
        Assert.Equal(ErrorCode.ConstantInvalid, Of(0, long.MinValue, -1));
        Assert.Equal(ErrorCode.ShapeMismatch, Of(0, long.MaxValue, 1));
    }

    /// <summary>A block of millions, or as many streams, needs an object for each; the budget says no before they are made.</summary>
    [Fact]
    public void Absurd_numbers_of_blocks_and_streams_meet_the_budget_first()
    {
        const int many = 20_000_000;
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", Int8, [1, many], 1f, 0);
        int y = builder.Tensor("y", Int8, [many, 1], 1f, 0);
        int[] lists = [builder.Constant("block", [1], new[] { many }), builder.Constant("paddings", [1, 2], new[] { 0, 0 })];
        builder.Operator(BuiltinOperator.SpaceToBatchND, null, [x, .. lists], [y]);
        builder.Output(y);
        RefusedCheaply(ErrorCode.ArenaTooSmall, builder);

        foreach ((string name, byte[] options, int[] input, int[] output, bool hasFlag) in new (string, byte[], int[], int[], bool)[]
        {
            ("SignalDelay", CustomOptionsBytes.Of(("delay_length", 1)), [many, 1], [many, 1], false),
            ("SignalFramer", CustomOptionsBytes.Of(("frame_size", 1), ("frame_step", 1)), [many, 1], [many, 1, 1], true),
            ("SignalOverlapAdd", CustomOptionsBytes.Of(("frame_step", 1)), [many, 1, 1], [many, 1], false),
        })
        {
            builder = new ModelBuilder();
            x = builder.Input("x", TensorType.Int16, input);
            y = builder.Tensor("y", TensorType.Int16, output);
            int[] outputs = hasFlag ? [y, builder.Tensor("valid", TensorType.Bool, [])] : [y];
            builder.CustomOperator(name, options, [x], outputs);
            builder.Output(y);
            RefusedCheaply(ErrorCode.ArenaTooSmall, builder);
        }
    }

    public static TheoryData<string> CustomOperators()
    {
        return new TheoryData<string>(_custom.Keys);
    }

    /// <summary>Each number among the options at each extreme, the others as they are: refused, or run without leaving its arrays.</summary>
    [Theory]
    [MemberData(nameof(CustomOperators))]
    public void Options_of_custom_operators_at_their_extremes_are_refused_or_run(string name)
    {
        (string Key, object Value)[] options = _custom[name].Options;
        Assert.True(RunsCustom(name, options), name + " is refused as it is");
        foreach ((string key, object old) in options.Where(option => option.Value is not bool))
        {
            object[] extremes = old is float
                ? [0f, -1f, float.NaN, float.PositiveInfinity, 1e38f, 1e-38f]
                : [0, -1, 1, 2, 3, 31, 32, 64, 65535, 65536, 65537, 1 << 24, 1 << 30, int.MaxValue - 1, int.MaxValue, int.MinValue];
            foreach (object extreme in extremes)
            {
                RunsCustom(name, options.Select(option => option.Key == key ? (key, extreme) : option).ToArray());
            }

            RunsCustom(name, options.Where(option => option.Key != key).ToArray());
        }
    }

    public static TheoryData<string> ListTakers()
    {
        return new TheoryData<string>(
            "ARG_MAX", "ARG_MAX float", "MEAN", "MEAN float", "SUM", "REDUCE_MAX", "REDUCE_PROD float", "TILE", "SignalStacker", "SignalWindow",
            "SignalRfft");
    }

    /// <summary>A list of nothing is a constant that any node may name as its input.</summary>
    [Theory]
    [MemberData(nameof(ListTakers))]
    public void Nothing_cannot_be_reduced_repeated_or_divided_by(string name)
    {
        bool isFloat = name.EndsWith(" float");
        ModelBuilder builder = new ModelBuilder();
        TensorType type = name.StartsWith("Signal") ? TensorType.Int16 : isFloat ? TensorType.Float32 : Int8;
        int empty = builder.Tensor("empty", type, [0], isFloat ? null : _one);
        int zero = builder.Constant("zero", [1], new[] { 0 });
        int y = builder.Tensor("y", type, [1], isFloat ? null : _one);
        int flag = builder.Tensor("flag", TensorType.Bool, [1]);
        switch (name.Split(' ')[0])
        {
            case "ARG_MAX":
                y = builder.Tensor("place", TensorType.Int32, [1]);
                builder.Operator(BuiltinOperator.ArgMax, Options.ArgMax(), [empty, zero], [y]);
                break;
            case "MEAN":
                builder.Operator(BuiltinOperator.Mean, Options.Reducer(), [empty, zero], [y]);
                break;
            case "SUM":
                builder.Operator(BuiltinOperator.Sum, Options.Reducer(), [empty, zero], [y]);
                break;
            case "REDUCE_MAX":
                builder.Operator(BuiltinOperator.ReduceMax, Options.Reducer(), [empty, zero], [y]);
                break;
            case "REDUCE_PROD":
                builder.Operator(BuiltinOperator.ReduceProd, Options.Reducer(), [empty, zero], [y]);
                break;
            case "TILE":
                int times = builder.Input("times", TensorType.Int32, [1]);
                builder.Operator(BuiltinOperator.Tile, null, [empty, times], [y]);
                break;
            case "SignalStacker":
                byte[] options = CustomOptionsBytes.Of(
                    ("num_channels", 0), ("stacker_left_context", 0), ("stacker_right_context", 0), ("stacker_step", 1));
                builder.CustomOperator(name, options, [empty], [y, flag]);
                break;
            case "SignalWindow":
                int x = builder.Input("x", type, [1]);
                builder.CustomOperator(name, CustomOptionsBytes.Of(("shift", 0)), [x, empty], [y]);
                break;
            default:
                y = builder.Tensor("spectrum", type, [10]);
                builder.CustomOperator(name, CustomOptionsBytes.Of(("fft_length", 8)), [empty], [y]);
                break;
        }

        builder.Output(y);
        Refused(ErrorCode.ShapeMismatch, builder);
    }

    private static MicroInterpreter Load(ModelBuilder builder, int budget = Budget)
    {
        return Running.Load(builder, new OpResolver().AddAll(), new TensorArena(budget));
    }

    private static void Refused(ErrorCode code, ModelBuilder builder)
    {
        ModelException error = Assert.Throws<ModelException>(() => Load(builder, int.MaxValue));
        Assert.True(code == error.Code, error.Message);
        Assert.Equal(0, error.Node);
    }

    private static void RefusedCheaply(ErrorCode code, ModelBuilder builder)
    {
        byte[] model = builder.Build();
        long before = GC.GetAllocatedBytesForCurrentThread();
        MicroInterpreter interpreter = new MicroInterpreter(model, new OpResolver().AddAll(), new TensorArena(1 << 20));
        Assert.Equal(code, Assert.Throws<ModelException>(interpreter.AllocateTensors).Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    private static bool RunsCustom(string name, (string Key, object Value)[] options)
    {
        ModelBuilder builder = new ModelBuilder();
        int[] inputs = _custom[name].Inputs.Select((tensor, i) => builder.Input("x" + i, tensor.Type, tensor.Shape)).ToArray();
        int[] outputs = _custom[name].Outputs.Select((tensor, i) => builder.Tensor("y" + i, tensor.Type, tensor.Shape)).ToArray();
        builder.CustomOperator(name, CustomOptionsBytes.Of(options), inputs, outputs);
        builder.Output(outputs[0]);
        try
        {
            MicroInterpreter interpreter = Load(builder, 1 << 20);
            for (int run = 0; run < 5; run++)
            {
                for (int i = 0; i < inputs.Length; i++)
                {
                    for (int e = 0; e < interpreter.Input(i).ElementCount; e++)
                    {
                        interpreter.Input(i).SetReal(e, 1 + e);
                    }
                }

                interpreter.Invoke();
            }

            return true;
        }
        catch (ModelException)
        {
            return false;
        }
    }
}

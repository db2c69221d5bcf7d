// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Data;

/// <summary>What operators of data movement refuse: at AllocateTensors where the model is to blame, at Invoke where its inputs are.</summary>
public sealed class DataErrorTests
{
    private const TensorType Int8 = TensorType.Int8;
    private const TensorType Int32 = TensorType.Int32;

    private static DataModel Six => new DataModel().With(Int8, new[] { 2, 3 }, new long[] { 1, 2, 3, 4, 5, 6 });

    [Fact]
    public void Concatenation_of_int8_needs_one_quantisation()
    {
        DataModel Two(float scale, long zeroPoint) => new DataModel()
            .With(Int8, new[] { 2 }, new long[] { 1, 2 }, false, QuantizationDef.PerTensor(0.5f, 3))
            .With(Int8, new[] { 2 }, new long[] { 3, 4 }, false, QuantizationDef.PerTensor(scale, zeroPoint));
        QuantizationDef output = QuantizationDef.PerTensor(0.5f, 3);
        OptionsTable options = Options.Concatenation(0);
        Assert.Equal(ErrorCode.QuantizationMismatch, Two(0.25f, 3).Fails(BuiltinOperator.Concatenation, options, Int8, new[] { 4 }, output));
        Assert.Equal(ErrorCode.QuantizationMismatch, Two(0.5f, 4).Fails(BuiltinOperator.Concatenation, options, Int8, new[] { 4 }, output));
        Assert.Equal(ErrorCode.ShapeMismatch, Two(0.5f, 3).Fails(BuiltinOperator.Concatenation, options, Int8, new[] { 5 }, output));
        Assert.Equal(ErrorCode.OptionInvalid, Two(0.5f, 3).Fails(BuiltinOperator.Concatenation, Options.Concatenation(1), Int8, new[] { 4 }, output));
        Assert.Equal(
            ErrorCode.OptionUnsupported,
            Two(0.5f, 3).Fails(BuiltinOperator.Concatenation, Options.Concatenation(0, Activation.Relu), Int8, new[] { 4 }, output));
    }

    [Fact]
    public void PadV2_of_int8_needs_a_pad_value_in_the_outputs_quantisation()
    {
        QuantizationDef quantization = QuantizationDef.PerTensor(0.5f, 3);
        DataModel Padded(QuantizationDef value) => new DataModel()
            .With(Int8, new[] { 2 }, new long[] { 1, 2 }, false, quantization)
            .With(Int32, new[] { 1, 2 }, new long[] { 1, 0 }, true)
            .With(Int8, Array.Empty<int>(), new[] { 9L }, false, value);
        Assert.Equal(new long[] { 9, 1, 2 }, Padded(quantization).Run(BuiltinOperator.PadV2, null, Int8, new[] { 3 }, quantization));
        Assert.Equal(
            ErrorCode.QuantizationMismatch,
            Padded(QuantizationDef.PerTensor(0.5f, 2)).Fails(BuiltinOperator.PadV2, null, Int8, new[] { 3 }, quantization));
    }

    [Fact]
    public void Pad_of_int8_fills_with_the_outputs_zero_point()
    {
        QuantizationDef quantization = QuantizationDef.PerTensor(0.5f, -3);
        Assert.Equal(new long[] { -3, -3, 1, 2, -3 }, new DataModel().With(Int8, new[] { 2 }, new long[] { 1, 2 }, false, quantization)
            .With(Int32, new[] { 1, 2 }, new long[] { 2, 1 }, true).Run(BuiltinOperator.Pad, null, Int8, new[] { 5 }, quantization));
    }

    [Fact]
    public void Paddings_must_be_constant_not_negative_and_no_larger_than_a_mirror_shows()
    {
        long[] one = { 0, 0, 0, 1 };
        Assert.Equal(ErrorCode.ConstantRequired, Six.With(Int32, new[] { 2, 2 }, one).Fails(BuiltinOperator.Pad, null, Int8, new[] { 2, 4 }));
        Assert.Equal(ErrorCode.ConstantInvalid, Six.With(Int32, new[] { 2, 2 }, new long[] { 0, 0, 0, -1 }, true).Fails(BuiltinOperator.Pad, null, Int8, new[] { 2, 2 }));
        Assert.Equal(ErrorCode.ShapeMismatch, Six.With(Int32, new[] { 2, 2 }, one, true).Fails(BuiltinOperator.Pad, null, Int8, new[] { 2, 5 }));
        Assert.Equal(
            ErrorCode.ConstantInvalid,
            Six.With(Int32, new[] { 2, 2 }, new long[] { 2, 0, 0, 0 }, true).Fails(BuiltinOperator.MirrorPad, Options.MirrorPad(MirrorPadMode.Reflect), Int8, new[] { 4, 3 }));
    }

    [Fact]
    public void Permutations_and_axes_must_exist_once()
    {
        Assert.Equal(ErrorCode.ConstantInvalid, Six.WithList(1, 1).Fails(BuiltinOperator.Transpose, null, Int8, new[] { 3, 3 }));
        Assert.Equal(ErrorCode.ConstantInvalid, Six.WithList(0, 2).Fails(BuiltinOperator.Transpose, null, Int8, new[] { 2, 3 }));
        Assert.Equal(ErrorCode.ConstantInvalid, Six.WithList(1, -1).Fails(BuiltinOperator.ReverseV2, null, Int8, new[] { 2, 3 }));
        Assert.Equal(ErrorCode.ValueOutOfRange, Six.WithList(Int32, false, new[] { 2 }).Fails(BuiltinOperator.ReverseV2, null, Int8, new[] { 2, 3 }));
        Assert.Equal(ErrorCode.ConstantInvalid, Six.WithList(3).Fails(BuiltinOperator.ExpandDims, null, Int8, new[] { 2, 3, 1 }));
        Assert.Equal(ErrorCode.OptionInvalid, Six.Fails(BuiltinOperator.Squeeze, Options.Squeeze(new[] { 1 }), Int8, new[] { 2, 3 }));
    }

    [Fact]
    public void Indices_outside_are_an_error_before_or_at_run_time()
    {
        foreach (long index in new long[] { -1, 3 })
        {
            foreach (bool isConstant in new[] { false, true })
            {
                ErrorCode code = isConstant ? ErrorCode.ConstantInvalid : ErrorCode.IndexOutOfRange;
                Assert.Equal(code, Six.With(Int32, new[] { 1 }, new[] { index }, isConstant).Fails(BuiltinOperator.Gather, Options.Gather(1), Int8, new[] { 2, 1 }));
                Assert.Equal(code, Six.With(Int32, new[] { 1, 2 }, new[] { 0, index }, isConstant).Fails(BuiltinOperator.GatherND, null, Int8, new[] { 1 }));
                Assert.Equal(code, new DataModel().With(Int32, new[] { 1 }, new[] { index }, isConstant)
                    .With(Int8, new[] { 2, 3 }, new long[6]).Fails(BuiltinOperator.EmbeddingLookup, null, Int8, new[] { 1, 3 }));
                Assert.Equal(code, new DataModel().With(Int32, new[] { 1, 1 }, new[] { index }, isConstant)
                    .With(Int8, new[] { 1 }, new long[1]).WithList(3).Fails(BuiltinOperator.ScatterND, null, Int8, new[] { 3 }));
            }
        }

        Assert.Equal(ErrorCode.TypeUnsupported, Six.With(TensorType.Int64, new[] { 1 }, new long[1]).Fails(BuiltinOperator.Gather, Options.Gather(), Int8, new[] { 1, 3 }));
    }

    [Fact]
    public void Slices_must_lie_inside_and_give_the_outputs_shape()
    {
        foreach (bool isConstant in new[] { false, true })
        {
            ErrorCode outside = isConstant ? ErrorCode.ConstantInvalid : ErrorCode.IndexOutOfRange;
            ErrorCode shape = isConstant ? ErrorCode.ShapeMismatch : ErrorCode.ValueOutOfRange;
            DataModel Slice(int begin, int size) => Six.WithList(Int32, isConstant, new[] { 0, begin }).WithList(Int32, isConstant, new[] { 2, size });
            Assert.Equal(outside, Slice(-1, 2).Fails(BuiltinOperator.Slice, null, Int8, new[] { 2, 2 }));
            Assert.Equal(outside, Slice(2, 2).Fails(BuiltinOperator.Slice, null, Int8, new[] { 2, 2 }));
            Assert.Equal(outside, Slice(0, -2).Fails(BuiltinOperator.Slice, null, Int8, new[] { 2, 2 }));
            Assert.Equal(shape, Slice(0, -1).Fails(BuiltinOperator.Slice, null, Int8, new[] { 2, 2 }));

            ErrorCode value = isConstant ? ErrorCode.ConstantInvalid : ErrorCode.ValueOutOfRange;
            DataModel Strided(int begin, int stride) => Six.WithList(Int32, isConstant, new[] { 0, begin })
                .WithList(Int32, isConstant, new[] { 2, 3 }).WithList(Int32, isConstant, new[] { 1, stride });
            Assert.Equal(value, Strided(0, 0).Fails(BuiltinOperator.StridedSlice, Options.StridedSlice(), Int8, new[] { 2, 3 }));
            Assert.Equal(value, Strided(3, 1).Fails(BuiltinOperator.StridedSlice, Options.StridedSlice(shrinkAxisMask: 2), Int8, new[] { 2 }));
            Assert.Equal(shape, Strided(0, 2).Fails(BuiltinOperator.StridedSlice, Options.StridedSlice(), Int8, new[] { 2, 3 }));
        }
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_refused()
    {
        Assert.Equal(ErrorCode.ShapeMismatch, Six.WithList(2, 4).Fails(BuiltinOperator.BroadcastTo, null, Int8, new[] { 2, 4 }));
        Assert.Equal(
            ErrorCode.ValueOutOfRange,
            new DataModel().WithList(Int32, false, new[] { 2, 3 }).WithList(Int32, false, new[] { 4 }).Fails(BuiltinOperator.BroadcastArgs, null, Int32, new[] { 2 }));
        Assert.Equal(ErrorCode.ShapeMismatch, new DataModel().WithList(2, 2).With(Int8, Array.Empty<int>(), new long[1]).Fails(BuiltinOperator.Fill, null, Int8, new[] { 2, 3 }));
        Assert.Equal(ErrorCode.ShapeMismatch, Six.Fails(BuiltinOperator.Reshape, null, Int8, new[] { 5 }));
        Assert.Equal(ErrorCode.TypeMismatch, Six.Fails(BuiltinOperator.Reshape, null, TensorType.UInt8, new[] { 6 }));
    }

    [Fact]
    public void Blocks_must_divide_what_they_cut()
    {
        Assert.Equal(
            ErrorCode.ShapeMismatch,
            new DataModel().With(Int8, new[] { 1, 3, 4, 1 }, new long[12]).Fails(BuiltinOperator.SpaceToDepth, Options.SpaceToDepth(2), Int8, new[] { 1, 1, 2, 4 }));
        Assert.Equal(
            ErrorCode.OptionInvalid,
            new DataModel().With(Int8, new[] { 1, 2, 2, 1 }, new long[4]).Fails(BuiltinOperator.DepthToSpace, Options.DepthToSpace(0), Int8, new[] { 1, 2, 2, 1 }));
        Assert.Equal(
            ErrorCode.ConstantInvalid,
            Six.WithList(0).With(Int32, new[] { 1, 2 }, new long[2], true).Fails(BuiltinOperator.SpaceToBatchND, null, Int8, new[] { 2, 3 }));
        Assert.Equal(
            ErrorCode.ShapeMismatch,
            Six.WithList(2).With(Int32, new[] { 1, 2 }, new long[2], true).Fails(BuiltinOperator.SpaceToBatchND, null, Int8, new[] { 4, 2 }));
    }
}

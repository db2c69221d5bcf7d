// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tests.Runtime;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Schema;

/// <summary>Buffers and tensors that the verifier refuses.</summary>
public class TensorVerifierTests
{
    [Fact]
    [Covers(ErrorCode.VersionUnsupported)]
    public void Only_version_3_is_read()
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Document.Version = 2;
        Failing.Verify(ErrorCode.VersionUnsupported, builder, 3, 2);
    }

    [Fact]
    [Covers(ErrorCode.SubgraphMissing)]
    public void A_model_has_a_subgraph()
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Document.Subgraphs.Clear();
        Failing.Verify(ErrorCode.SubgraphMissing, builder, 1, 0);
    }

    [Fact]
    [Covers(ErrorCode.RequiredFieldMissing)]
    public void A_subgraph_has_a_list_of_tensors()
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Document.Subgraphs.Add(new SubgraphDef { Tensors = null! });
        Failing.Verify(ErrorCode.RequiredFieldMissing, builder.Build(), subgraph: 1);
    }

    [Fact]
    [Covers(ErrorCode.ExternalDataOutOfBounds)]
    public void Data_behind_the_FlatBuffer_lies_in_the_file()
    {
        ModelBuilder builder = SmallModels.WithConstant(TensorType.Int8, [40], new byte[40]);
        builder.Document.Buffers[1].Outside = true;
        byte[] model = builder.Build();
        ModelVerifier.Verify(model);
        Failing.Verify(ErrorCode.ExternalDataOutOfBounds, model[..^16]);

        builder = SmallModels.Copy();
        builder.Definition.Operators[0].CustomOptions = new byte[40];
        builder.Definition.Operators[0].CustomOptionsOutside = true;
        model = builder.Build();
        ModelVerifier.Verify(model);
        Failing.Verify(ErrorCode.ExternalDataOutOfBounds, model[..^16], subgraph: 0, node: 0);
    }

    [Fact]
    [Covers(ErrorCode.TensorTypeUnknown)]
    public void A_tensor_has_a_known_type()
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Definition.Tensors[1].Type = (TensorType)40;
        Failing.Verify(ErrorCode.TensorTypeUnknown, builder, TensorTypes.Last, 40, subgraph: 0, tensor: 1);
    }

    [Fact]
    [Covers(ErrorCode.RankTooHigh)]
    public void A_tensor_has_eight_dimensions_at_most()
    {
        ModelVerifier.Verify(SmallModels.Copy(TensorType.Int8, 1, 1, 1, 1, 1, 1, 1, 1).Build());
        Failing.Verify(
            ErrorCode.RankTooHigh, SmallModels.Copy(TensorType.Int8, 1, 1, 1, 1, 1, 1, 1, 1, 1), 8, 9, subgraph: 0, tensor: 0);
    }

    [Theory]
    [Covers(ErrorCode.DimensionNotPositive)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Dimensions_are_positive(int dimension)
    {
        Failing.Verify(
            ErrorCode.DimensionNotPositive, SmallModels.Copy(TensorType.Int8, 2, dimension), 1, dimension, subgraph: 0, tensor: 0);
    }

    [Theory]
    [Covers(ErrorCode.ShapeOverflow)]
    [InlineData(65536, 65536)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(1, int.MaxValue)]
    public void The_product_of_the_dimensions_stays_small(int a, int b)
    {
        Failing.Verify(ErrorCode.ShapeOverflow, SmallModels.Copy(TensorType.Int8, a, b).Build(), subgraph: 0, tensor: 0);
    }

    [Theory]
    [Covers(ErrorCode.ConstantSizeMismatch)]
    [InlineData(TensorType.Int8, 5, 5, 4)]
    [InlineData(TensorType.Int32, 5, 20, 19)]
    [InlineData(TensorType.Int64, 5, 40, 5)]
    [InlineData(TensorType.Int4, 5, 3, 5)]
    [InlineData(TensorType.Int2, 5, 2, 3)]
    public void A_constant_has_the_bytes_that_its_shape_needs(TensorType type, int elements, int right, int wrong)
    {
        ModelVerifier.Verify(SmallModels.WithConstant(type, [elements], new byte[right]).Build());
        Failing.Verify(
            ErrorCode.ConstantSizeMismatch, SmallModels.WithConstant(type, [elements], new byte[wrong]), right, wrong, subgraph: 0, tensor: 2);
    }

    [Theory]
    [Covers(ErrorCode.ScaleInvalid)]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Scales_are_finite_and_positive(float scale)
    {
        ModelBuilder builder = SmallModels.WithConstant(TensorType.Int8, [2], new byte[2], QuantizationDef.PerChannel([1f, scale], 0));
        Failing.Verify(ErrorCode.ScaleInvalid, builder, 1, BitConverter.SingleToInt32Bits(scale), subgraph: 0, tensor: 2);
    }

    [Theory]
    [Covers(ErrorCode.ZeroPointOutOfRange)]
    [InlineData(TensorType.Int8, 127, 128)]
    [InlineData(TensorType.Int8, -128, -129)]
    [InlineData(TensorType.UInt8, 255, -1)]
    [InlineData(TensorType.Int16, -32768, 32768)]
    [InlineData(TensorType.Int4, 7, 8)]
    [InlineData(TensorType.Int32, int.MaxValue, 1L + int.MaxValue)]
    [InlineData(TensorType.Int64, 0, 1)]
    public void Zero_points_are_values_of_the_type(TensorType type, long right, long wrong)
    {
        ModelBuilder builder = SmallModels.Copy(type, 4);
        builder.Definition.Tensors[0].Quantization = QuantizationDef.PerTensor(1f, right);
        ModelVerifier.Verify(builder.Build());
        builder.Definition.Tensors[0].Quantization = QuantizationDef.PerTensor(1f, wrong);
        Failing.Verify(ErrorCode.ZeroPointOutOfRange, builder, TensorTypes.MaxZeroPoint(type), wrong, subgraph: 0, tensor: 0);
    }

    [Fact]
    [Covers(ErrorCode.ChannelCountMismatch)]
    public void Scales_and_zero_points_match_the_dimension()
    {
        QuantizationDef three = QuantizationDef.PerChannel([1f, 2f, 3f], 1);
        ModelVerifier.Verify(SmallModels.WithConstant(TensorType.Int8, [2, 3], new byte[6], three).Build());
        Failing.Verify(
            ErrorCode.ChannelCountMismatch, SmallModels.WithConstant(TensorType.Int8, [3, 2], new byte[6], three), 2, 3, subgraph: 0, tensor: 2);
        QuantizationDef two = QuantizationDef.PerChannel([1f, 2f, 3f], 1, [0, 0]);
        Failing.Verify(
            ErrorCode.ChannelCountMismatch, SmallModels.WithConstant(TensorType.Int8, [2, 3], new byte[6], two), 3, 2, subgraph: 0, tensor: 2);
    }

    [Theory]
    [Covers(ErrorCode.QuantizedDimensionOutOfRange)]
    [InlineData(-1)]
    [InlineData(2)]
    public void The_quantised_dimension_exists(int dimension)
    {
        QuantizationDef quantization = QuantizationDef.PerChannel([1f, 2f], dimension);
        Failing.Verify(
            ErrorCode.QuantizedDimensionOutOfRange,
            SmallModels.WithConstant(TensorType.Int8, [2, 2], new byte[4], quantization),
            2,
            dimension,
            subgraph: 0,
            tensor: 2);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_bias_may_carry_its_filters_quantised_dimension(int dimension)
    {
        ModelBuilder builder = SmallModels.Conv();
        TensorDef bias = builder.Definition.Tensors[2];
        bias.Quantization = QuantizationDef.PerChannel([0.125f, 0.0625f, 0.25f], dimension);
        MicroInterpreter interpreter = Running.Load(builder, new OpResolver().AddConv2D());
        Tensor loaded = interpreter.Subgraph(0).Tensor(2);

        Assert.Equal(0, loaded.QuantizedDimension);
        Assert.Equal([100 * 0.125f, -100 * 0.0625f, 7 * 0.25f], Enumerable.Range(0, 3).Select(loaded.GetReal));
        Assert.Equal(Running.Load(SmallModels.Conv(), new OpResolver().AddConv2D()).Run(new long[32]), interpreter.Run(new long[32]));
    }

    [Fact]
    [Covers(ErrorCode.SparsityUnsupported)]
    public void Sparse_tensors_are_refused()
    {
        ModelBuilder builder = SmallModels.WithConstant(TensorType.Int8, [2, 2], new byte[4]);
        builder.Definition.Tensors[2].Sparsity = new SparsityDef { TraversalOrder = [0, 1], BlockMap = [], Dimensions = [] };
        Failing.Verify(ErrorCode.SparsityUnsupported, builder.Build(), subgraph: 0, tensor: 2);
    }

    [Fact]
    [Covers(ErrorCode.VariableHasData)]
    public void A_variable_has_no_constant_data()
    {
        ModelBuilder builder = SmallModels.WithConstant(TensorType.Int8, [4], new byte[4]);
        builder.Definition.Tensors[2].IsVariable = true;
        Failing.Verify(ErrorCode.VariableHasData, builder, 0, 4, subgraph: 0, tensor: 2);
    }

    [Fact]
    [Covers(ErrorCode.BufferIndexOutOfRange)]
    public void Buffers_exist()
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Definition.Tensors[1].BufferIndex = 1;
        Failing.Verify(ErrorCode.BufferIndexOutOfRange, builder, 1, 1, subgraph: 0, tensor: 1);
        builder.Definition.Tensors[1].BufferIndex = -1;
        Failing.Verify(ErrorCode.BufferIndexOutOfRange, builder, 1, -1, subgraph: 0, tensor: 1);

        builder = SmallModels.Copy();
        builder.Metadata("note", [1]);
        builder.Document.Metadata![0].BufferIndex = 2;
        Failing.Verify(ErrorCode.BufferIndexOutOfRange, builder, 2, 2);
    }

    [Fact]
    public void Quantisation_that_only_reports_ranges_is_none()
    {
        ModelBuilder builder = SmallModels.Copy(TensorType.Float32, 4);
        builder.Definition.Tensors[0].Quantization = new QuantizationDef { Min = [0f], Max = [1f], ZeroPoint = [99] };
        ModelVerifier.Verify(builder.Build());
    }
}

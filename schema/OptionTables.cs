// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Written by `dotnet run --project tools/codegen` from schema/tflite.fbs, which documents each field. A test compares the two.
// The compiler folds the constants into the code that reads an option, so a device's assembly does not contain these classes.

using System.Runtime.CompilerServices;

namespace TinyInterp.Schema;

/// <summary>The fields of Conv2DOptions.</summary>
[ExcludeType]
public static class Conv2DOptions
{
    /// <summary>padding: Padding.</summary>
    public const SByteOption Padding = (SByteOption)0;

    /// <summary>stride_w: int.</summary>
    public const Int32Option StrideW = (Int32Option)1;

    /// <summary>stride_h: int.</summary>
    public const Int32Option StrideH = (Int32Option)2;

    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)3;

    /// <summary>dilation_w_factor: int = 1.</summary>
    public const Int32Option DilationWFactor = (Int32Option)(4 | (1 << 8));

    /// <summary>dilation_h_factor: int = 1.</summary>
    public const Int32Option DilationHFactor = (Int32Option)(5 | (1 << 8));

    /// <summary>quantized_bias_type: TensorType.</summary>
    public const SByteOption QuantizedBiasType = (SByteOption)6;
}

/// <summary>The fields of DepthwiseConv2DOptions.</summary>
[ExcludeType]
public static class DepthwiseConv2DOptions
{
    /// <summary>padding: Padding.</summary>
    public const SByteOption Padding = (SByteOption)0;

    /// <summary>stride_w: int.</summary>
    public const Int32Option StrideW = (Int32Option)1;

    /// <summary>stride_h: int.</summary>
    public const Int32Option StrideH = (Int32Option)2;

    /// <summary>depth_multiplier: int.</summary>
    public const Int32Option DepthMultiplier = (Int32Option)3;

    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)4;

    /// <summary>dilation_w_factor: int = 1.</summary>
    public const Int32Option DilationWFactor = (Int32Option)(5 | (1 << 8));

    /// <summary>dilation_h_factor: int = 1.</summary>
    public const Int32Option DilationHFactor = (Int32Option)(6 | (1 << 8));
}

/// <summary>The fields of ConcatEmbeddingsOptions.</summary>
[ExcludeType]
public static class ConcatEmbeddingsOptions
{
    /// <summary>num_channels: int.</summary>
    public const Int32Option NumChannels = (Int32Option)0;

    /// <summary>num_columns_per_channel: [int].</summary>
    public const Int32VectorOption NumColumnsPerChannel = (Int32VectorOption)1;

    /// <summary>embedding_dim_per_channel: [int].</summary>
    public const Int32VectorOption EmbeddingDimPerChannel = (Int32VectorOption)2;
}

/// <summary>The fields of LSHProjectionOptions.</summary>
[ExcludeType]
public static class LshProjectionOptions
{
    /// <summary>type: LSHProjectionType.</summary>
    public const SByteOption Type = (SByteOption)0;
}

/// <summary>The fields of Pool2DOptions.</summary>
[ExcludeType]
public static class Pool2DOptions
{
    /// <summary>padding: Padding.</summary>
    public const SByteOption Padding = (SByteOption)0;

    /// <summary>stride_w: int.</summary>
    public const Int32Option StrideW = (Int32Option)1;

    /// <summary>stride_h: int.</summary>
    public const Int32Option StrideH = (Int32Option)2;

    /// <summary>filter_width: int.</summary>
    public const Int32Option FilterWidth = (Int32Option)3;

    /// <summary>filter_height: int.</summary>
    public const Int32Option FilterHeight = (Int32Option)4;

    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)5;
}

/// <summary>The fields of SVDFOptions.</summary>
[ExcludeType]
public static class SvdfOptions
{
    /// <summary>rank: int.</summary>
    public const Int32Option Rank = (Int32Option)0;

    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)1;

    /// <summary>asymmetric_quantize_inputs: bool.</summary>
    public const BoolOption AsymmetricQuantizeInputs = (BoolOption)2;
}

/// <summary>The fields of RNNOptions.</summary>
[ExcludeType]
public static class RnnOptions
{
    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)0;

    /// <summary>asymmetric_quantize_inputs: bool.</summary>
    public const BoolOption AsymmetricQuantizeInputs = (BoolOption)1;
}

/// <summary>The fields of FullyConnectedOptions.</summary>
[ExcludeType]
public static class FullyConnectedOptions
{
    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)0;

    /// <summary>weights_format: FullyConnectedOptionsWeightsFormat = DEFAULT.</summary>
    public const SByteOption WeightsFormat = (SByteOption)1;

    /// <summary>keep_num_dims: bool.</summary>
    public const BoolOption KeepNumDims = (BoolOption)2;

    /// <summary>asymmetric_quantize_inputs: bool.</summary>
    public const BoolOption AsymmetricQuantizeInputs = (BoolOption)3;

    /// <summary>quantized_bias_type: TensorType.</summary>
    public const SByteOption QuantizedBiasType = (SByteOption)4;
}

/// <summary>The fields of SoftmaxOptions.</summary>
[ExcludeType]
public static class SoftmaxOptions
{
    /// <summary>beta: float.</summary>
    public const SingleOption Beta = (SingleOption)0;
}

/// <summary>The fields of ConcatenationOptions.</summary>
[ExcludeType]
public static class ConcatenationOptions
{
    /// <summary>axis: int.</summary>
    public const Int32Option Axis = (Int32Option)0;

    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)1;
}

/// <summary>The fields of AddOptions.</summary>
[ExcludeType]
public static class AddOptions
{
    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)0;

    /// <summary>pot_scale_int16: bool = true.</summary>
    public const BoolOption PotScaleInt16 = (BoolOption)(1 | (1 << 8));
}

/// <summary>The fields of L2NormOptions.</summary>
[ExcludeType]
public static class L2NormOptions
{
    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)0;
}

/// <summary>The fields of LocalResponseNormalizationOptions.</summary>
[ExcludeType]
public static class LocalResponseNormalizationOptions
{
    /// <summary>radius: int.</summary>
    public const Int32Option Radius = (Int32Option)0;

    /// <summary>bias: float.</summary>
    public const SingleOption Bias = (SingleOption)1;

    /// <summary>alpha: float.</summary>
    public const SingleOption Alpha = (SingleOption)2;

    /// <summary>beta: float.</summary>
    public const SingleOption Beta = (SingleOption)3;
}

/// <summary>The fields of LSTMOptions.</summary>
[ExcludeType]
public static class LstmOptions
{
    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)0;

    /// <summary>cell_clip: float.</summary>
    public const SingleOption CellClip = (SingleOption)1;

    /// <summary>proj_clip: float.</summary>
    public const SingleOption ProjClip = (SingleOption)2;

    /// <summary>kernel_type: LSTMKernelType = FULL.</summary>
    public const SByteOption KernelType = (SByteOption)3;

    /// <summary>asymmetric_quantize_inputs: bool.</summary>
    public const BoolOption AsymmetricQuantizeInputs = (BoolOption)4;
}

/// <summary>The fields of ResizeBilinearOptions.</summary>
[ExcludeType]
public static class ResizeBilinearOptions
{
    /// <summary>align_corners: bool.</summary>
    public const BoolOption AlignCorners = (BoolOption)2;

    /// <summary>half_pixel_centers: bool.</summary>
    public const BoolOption HalfPixelCenters = (BoolOption)3;
}

/// <summary>The fields of ReshapeOptions.</summary>
[ExcludeType]
public static class ReshapeOptions
{
    /// <summary>new_shape: [int].</summary>
    public const Int32VectorOption NewShape = (Int32VectorOption)0;
}

/// <summary>The fields of SkipGramOptions.</summary>
[ExcludeType]
public static class SkipGramOptions
{
    /// <summary>ngram_size: int.</summary>
    public const Int32Option NgramSize = (Int32Option)0;

    /// <summary>max_skip_size: int.</summary>
    public const Int32Option MaxSkipSize = (Int32Option)1;

    /// <summary>include_all_ngrams: bool.</summary>
    public const BoolOption IncludeAllNgrams = (BoolOption)2;
}

/// <summary>The fields of SpaceToDepthOptions.</summary>
[ExcludeType]
public static class SpaceToDepthOptions
{
    /// <summary>block_size: int.</summary>
    public const Int32Option BlockSize = (Int32Option)0;
}

/// <summary>The fields of EmbeddingLookupSparseOptions.</summary>
[ExcludeType]
public static class EmbeddingLookupSparseOptions
{
    /// <summary>combiner: CombinerType.</summary>
    public const SByteOption Combiner = (SByteOption)0;
}

/// <summary>The fields of MulOptions.</summary>
[ExcludeType]
public static class MulOptions
{
    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)0;
}

/// <summary>The fields of GatherOptions.</summary>
[ExcludeType]
public static class GatherOptions
{
    /// <summary>axis: int.</summary>
    public const Int32Option Axis = (Int32Option)0;

    /// <summary>batch_dims: int = 0.</summary>
    public const Int32Option BatchDims = (Int32Option)1;
}

/// <summary>The fields of ReducerOptions.</summary>
[ExcludeType]
public static class ReducerOptions
{
    /// <summary>keep_dims: bool.</summary>
    public const BoolOption KeepDims = (BoolOption)0;
}

/// <summary>The fields of SubOptions.</summary>
[ExcludeType]
public static class SubOptions
{
    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)0;

    /// <summary>pot_scale_int16: bool = true.</summary>
    public const BoolOption PotScaleInt16 = (BoolOption)(1 | (1 << 8));
}

/// <summary>The fields of DivOptions.</summary>
[ExcludeType]
public static class DivOptions
{
    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)0;
}

/// <summary>The fields of SqueezeOptions.</summary>
[ExcludeType]
public static class SqueezeOptions
{
    /// <summary>squeeze_dims: [int].</summary>
    public const Int32VectorOption SqueezeDims = (Int32VectorOption)0;
}

/// <summary>The fields of SequenceRNNOptions.</summary>
[ExcludeType]
public static class SequenceRnnOptions
{
    /// <summary>time_major: bool.</summary>
    public const BoolOption TimeMajor = (BoolOption)0;

    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)1;

    /// <summary>asymmetric_quantize_inputs: bool.</summary>
    public const BoolOption AsymmetricQuantizeInputs = (BoolOption)2;
}

/// <summary>The fields of StridedSliceOptions.</summary>
[ExcludeType]
public static class StridedSliceOptions
{
    /// <summary>begin_mask: int.</summary>
    public const Int32Option BeginMask = (Int32Option)0;

    /// <summary>end_mask: int.</summary>
    public const Int32Option EndMask = (Int32Option)1;

    /// <summary>ellipsis_mask: int.</summary>
    public const Int32Option EllipsisMask = (Int32Option)2;

    /// <summary>new_axis_mask: int.</summary>
    public const Int32Option NewAxisMask = (Int32Option)3;

    /// <summary>shrink_axis_mask: int.</summary>
    public const Int32Option ShrinkAxisMask = (Int32Option)4;

    /// <summary>offset: bool.</summary>
    public const BoolOption Offset = (BoolOption)5;
}

/// <summary>The fields of SplitOptions.</summary>
[ExcludeType]
public static class SplitOptions
{
    /// <summary>num_splits: int.</summary>
    public const Int32Option NumSplits = (Int32Option)0;
}

/// <summary>The fields of CastOptions.</summary>
[ExcludeType]
public static class CastOptions
{
    /// <summary>in_data_type: TensorType.</summary>
    public const SByteOption InDataType = (SByteOption)0;

    /// <summary>out_data_type: TensorType.</summary>
    public const SByteOption OutDataType = (SByteOption)1;
}

/// <summary>The fields of ArgMaxOptions.</summary>
[ExcludeType]
public static class ArgMaxOptions
{
    /// <summary>output_type: TensorType.</summary>
    public const SByteOption OutputType = (SByteOption)0;
}

/// <summary>The fields of TransposeConvOptions.</summary>
[ExcludeType]
public static class TransposeConvOptions
{
    /// <summary>padding: Padding.</summary>
    public const SByteOption Padding = (SByteOption)0;

    /// <summary>stride_w: int.</summary>
    public const Int32Option StrideW = (Int32Option)1;

    /// <summary>stride_h: int.</summary>
    public const Int32Option StrideH = (Int32Option)2;

    /// <summary>fused_activation_function: ActivationFunctionType = NONE.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)3;

    /// <summary>quantized_bias_type: TensorType.</summary>
    public const SByteOption QuantizedBiasType = (SByteOption)4;
}

/// <summary>The fields of SparseToDenseOptions.</summary>
[ExcludeType]
public static class SparseToDenseOptions
{
    /// <summary>validate_indices: bool.</summary>
    public const BoolOption ValidateIndices = (BoolOption)0;
}

/// <summary>The fields of ShapeOptions.</summary>
[ExcludeType]
public static class ShapeOptions
{
    /// <summary>out_type: TensorType.</summary>
    public const SByteOption OutType = (SByteOption)0;
}

/// <summary>The fields of ArgMinOptions.</summary>
[ExcludeType]
public static class ArgMinOptions
{
    /// <summary>output_type: TensorType.</summary>
    public const SByteOption OutputType = (SByteOption)0;
}

/// <summary>The fields of FakeQuantOptions.</summary>
[ExcludeType]
public static class FakeQuantOptions
{
    /// <summary>min: float.</summary>
    public const SingleOption Min = (SingleOption)0;

    /// <summary>max: float.</summary>
    public const SingleOption Max = (SingleOption)1;

    /// <summary>num_bits: int.</summary>
    public const Int32Option NumBits = (Int32Option)2;

    /// <summary>narrow_range: bool.</summary>
    public const BoolOption NarrowRange = (BoolOption)3;
}

/// <summary>The fields of PackOptions.</summary>
[ExcludeType]
public static class PackOptions
{
    /// <summary>values_count: int.</summary>
    public const Int32Option ValuesCount = (Int32Option)0;

    /// <summary>axis: int.</summary>
    public const Int32Option Axis = (Int32Option)1;
}

/// <summary>The fields of OneHotOptions.</summary>
[ExcludeType]
public static class OneHotOptions
{
    /// <summary>axis: int.</summary>
    public const Int32Option Axis = (Int32Option)0;
}

/// <summary>The fields of UnpackOptions.</summary>
[ExcludeType]
public static class UnpackOptions
{
    /// <summary>num: int.</summary>
    public const Int32Option Num = (Int32Option)0;

    /// <summary>axis: int.</summary>
    public const Int32Option Axis = (Int32Option)1;
}

/// <summary>The fields of BidirectionalSequenceLSTMOptions.</summary>
[ExcludeType]
public static class BidirectionalSequenceLstmOptions
{
    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)0;

    /// <summary>cell_clip: float.</summary>
    public const SingleOption CellClip = (SingleOption)1;

    /// <summary>proj_clip: float.</summary>
    public const SingleOption ProjClip = (SingleOption)2;

    /// <summary>merge_outputs: bool.</summary>
    public const BoolOption MergeOutputs = (BoolOption)3;

    /// <summary>time_major: bool = true.</summary>
    public const BoolOption TimeMajor = (BoolOption)(4 | (1 << 8));

    /// <summary>asymmetric_quantize_inputs: bool.</summary>
    public const BoolOption AsymmetricQuantizeInputs = (BoolOption)5;
}

/// <summary>The fields of BidirectionalSequenceRNNOptions.</summary>
[ExcludeType]
public static class BidirectionalSequenceRnnOptions
{
    /// <summary>time_major: bool.</summary>
    public const BoolOption TimeMajor = (BoolOption)0;

    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)1;

    /// <summary>merge_outputs: bool.</summary>
    public const BoolOption MergeOutputs = (BoolOption)2;

    /// <summary>asymmetric_quantize_inputs: bool.</summary>
    public const BoolOption AsymmetricQuantizeInputs = (BoolOption)3;
}

/// <summary>The fields of UnidirectionalSequenceLSTMOptions.</summary>
[ExcludeType]
public static class UnidirectionalSequenceLstmOptions
{
    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)0;

    /// <summary>cell_clip: float.</summary>
    public const SingleOption CellClip = (SingleOption)1;

    /// <summary>proj_clip: float.</summary>
    public const SingleOption ProjClip = (SingleOption)2;

    /// <summary>time_major: bool.</summary>
    public const BoolOption TimeMajor = (BoolOption)3;

    /// <summary>asymmetric_quantize_inputs: bool.</summary>
    public const BoolOption AsymmetricQuantizeInputs = (BoolOption)4;

    /// <summary>diagonal_recurrent_tensors: bool.</summary>
    public const BoolOption DiagonalRecurrentTensors = (BoolOption)5;
}

/// <summary>The fields of ResizeNearestNeighborOptions.</summary>
[ExcludeType]
public static class ResizeNearestNeighborOptions
{
    /// <summary>align_corners: bool.</summary>
    public const BoolOption AlignCorners = (BoolOption)0;

    /// <summary>half_pixel_centers: bool.</summary>
    public const BoolOption HalfPixelCenters = (BoolOption)1;
}

/// <summary>The fields of LeakyReluOptions.</summary>
[ExcludeType]
public static class LeakyReluOptions
{
    /// <summary>alpha: float.</summary>
    public const SingleOption Alpha = (SingleOption)0;
}

/// <summary>The fields of MirrorPadOptions.</summary>
[ExcludeType]
public static class MirrorPadOptions
{
    /// <summary>mode: MirrorPadMode.</summary>
    public const SByteOption Mode = (SByteOption)0;
}

/// <summary>The fields of SplitVOptions.</summary>
[ExcludeType]
public static class SplitVOptions
{
    /// <summary>num_splits: int.</summary>
    public const Int32Option NumSplits = (Int32Option)0;
}

/// <summary>The fields of UniqueOptions.</summary>
[ExcludeType]
public static class UniqueOptions
{
    /// <summary>idx_out_type: TensorType = INT32.</summary>
    public const SByteOption IdxOutType = (SByteOption)(0 | (2 << 8));
}

/// <summary>The fields of ReverseSequenceOptions.</summary>
[ExcludeType]
public static class ReverseSequenceOptions
{
    /// <summary>seq_dim: int.</summary>
    public const Int32Option SeqDim = (Int32Option)0;

    /// <summary>batch_dim: int = 0.</summary>
    public const Int32Option BatchDim = (Int32Option)1;
}

/// <summary>The fields of IfOptions.</summary>
[ExcludeType]
public static class IfOptions
{
    /// <summary>then_subgraph_index: int.</summary>
    public const Int32Option ThenSubgraphIndex = (Int32Option)0;

    /// <summary>else_subgraph_index: int.</summary>
    public const Int32Option ElseSubgraphIndex = (Int32Option)1;
}

/// <summary>The fields of WhileOptions.</summary>
[ExcludeType]
public static class WhileOptions
{
    /// <summary>cond_subgraph_index: int.</summary>
    public const Int32Option CondSubgraphIndex = (Int32Option)0;

    /// <summary>body_subgraph_index: int.</summary>
    public const Int32Option BodySubgraphIndex = (Int32Option)1;
}

/// <summary>The fields of DepthToSpaceOptions.</summary>
[ExcludeType]
public static class DepthToSpaceOptions
{
    /// <summary>block_size: int.</summary>
    public const Int32Option BlockSize = (Int32Option)0;
}

/// <summary>The fields of BatchMatMulOptions.</summary>
[ExcludeType]
public static class BatchMatMulOptions
{
    /// <summary>adj_x: bool.</summary>
    public const BoolOption AdjX = (BoolOption)0;

    /// <summary>adj_y: bool.</summary>
    public const BoolOption AdjY = (BoolOption)1;

    /// <summary>asymmetric_quantize_inputs: bool.</summary>
    public const BoolOption AsymmetricQuantizeInputs = (BoolOption)2;
}

/// <summary>The fields of CumsumOptions.</summary>
[ExcludeType]
public static class CumsumOptions
{
    /// <summary>exclusive: bool.</summary>
    public const BoolOption Exclusive = (BoolOption)0;

    /// <summary>reverse: bool.</summary>
    public const BoolOption Reverse = (BoolOption)1;
}

/// <summary>The fields of CallOnceOptions.</summary>
[ExcludeType]
public static class CallOnceOptions
{
    /// <summary>init_subgraph_index: int.</summary>
    public const Int32Option InitSubgraphIndex = (Int32Option)0;
}

/// <summary>The fields of Conv3DOptions.</summary>
[ExcludeType]
public static class Conv3DOptions
{
    /// <summary>padding: Padding.</summary>
    public const SByteOption Padding = (SByteOption)0;

    /// <summary>stride_d: int.</summary>
    public const Int32Option StrideD = (Int32Option)1;

    /// <summary>stride_w: int.</summary>
    public const Int32Option StrideW = (Int32Option)2;

    /// <summary>stride_h: int.</summary>
    public const Int32Option StrideH = (Int32Option)3;

    /// <summary>fused_activation_function: ActivationFunctionType.</summary>
    public const SByteOption FusedActivationFunction = (SByteOption)4;

    /// <summary>dilation_d_factor: int = 1.</summary>
    public const Int32Option DilationDFactor = (Int32Option)(5 | (1 << 8));

    /// <summary>dilation_w_factor: int = 1.</summary>
    public const Int32Option DilationWFactor = (Int32Option)(6 | (1 << 8));

    /// <summary>dilation_h_factor: int = 1.</summary>
    public const Int32Option DilationHFactor = (Int32Option)(7 | (1 << 8));
}

/// <summary>The fields of HashtableOptions.</summary>
[ExcludeType]
public static class HashtableOptions
{
    /// <summary>table_id: int.</summary>
    public const Int32Option TableId = (Int32Option)0;

    /// <summary>key_dtype: TensorType.</summary>
    public const SByteOption KeyDtype = (SByteOption)1;

    /// <summary>value_dtype: TensorType.</summary>
    public const SByteOption ValueDtype = (SByteOption)2;
}

/// <summary>The fields of VarHandleOptions.</summary>
[ExcludeType]
public static class VarHandleOptions
{
    /// <summary>container: string.</summary>
    public const TextOption Container = (TextOption)0;

    /// <summary>shared_name: string.</summary>
    public const TextOption SharedName = (TextOption)1;
}

/// <summary>The fields of GeluOptions.</summary>
[ExcludeType]
public static class GeluOptions
{
    /// <summary>approximate: bool.</summary>
    public const BoolOption Approximate = (BoolOption)0;
}

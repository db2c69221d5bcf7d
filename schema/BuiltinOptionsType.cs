// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Written by `dotnet run --project tools/codegen` from schema/tflite.fbs. A test compares the two.

namespace TinyInterp.Schema;

/// <summary>Which options table a node has: the type tag of the union BuiltinOptions.</summary>
public enum BuiltinOptionsType : byte
{
    /// <summary>No table.</summary>
    None = 0,

    /// <summary>Conv2DOptions.</summary>
    Conv2D = 1,

    /// <summary>DepthwiseConv2DOptions.</summary>
    DepthwiseConv2D = 2,

    /// <summary>ConcatEmbeddingsOptions.</summary>
    ConcatEmbeddings = 3,

    /// <summary>LSHProjectionOptions.</summary>
    LshProjection = 4,

    /// <summary>Pool2DOptions.</summary>
    Pool2D = 5,

    /// <summary>SVDFOptions.</summary>
    Svdf = 6,

    /// <summary>RNNOptions.</summary>
    Rnn = 7,

    /// <summary>FullyConnectedOptions.</summary>
    FullyConnected = 8,

    /// <summary>SoftmaxOptions.</summary>
    Softmax = 9,

    /// <summary>ConcatenationOptions.</summary>
    Concatenation = 10,

    /// <summary>AddOptions.</summary>
    Add = 11,

    /// <summary>L2NormOptions.</summary>
    L2Norm = 12,

    /// <summary>LocalResponseNormalizationOptions.</summary>
    LocalResponseNormalization = 13,

    /// <summary>LSTMOptions.</summary>
    Lstm = 14,

    /// <summary>ResizeBilinearOptions.</summary>
    ResizeBilinear = 15,

    /// <summary>CallOptions.</summary>
    Call = 16,

    /// <summary>ReshapeOptions.</summary>
    Reshape = 17,

    /// <summary>SkipGramOptions.</summary>
    SkipGram = 18,

    /// <summary>SpaceToDepthOptions.</summary>
    SpaceToDepth = 19,

    /// <summary>EmbeddingLookupSparseOptions.</summary>
    EmbeddingLookupSparse = 20,

    /// <summary>MulOptions.</summary>
    Mul = 21,

    /// <summary>PadOptions.</summary>
    Pad = 22,

    /// <summary>GatherOptions.</summary>
    Gather = 23,

    /// <summary>BatchToSpaceNDOptions.</summary>
    BatchToSpaceND = 24,

    /// <summary>SpaceToBatchNDOptions.</summary>
    SpaceToBatchND = 25,

    /// <summary>TransposeOptions.</summary>
    Transpose = 26,

    /// <summary>ReducerOptions.</summary>
    Reducer = 27,

    /// <summary>SubOptions.</summary>
    Sub = 28,

    /// <summary>DivOptions.</summary>
    Div = 29,

    /// <summary>SqueezeOptions.</summary>
    Squeeze = 30,

    /// <summary>SequenceRNNOptions.</summary>
    SequenceRnn = 31,

    /// <summary>StridedSliceOptions.</summary>
    StridedSlice = 32,

    /// <summary>ExpOptions.</summary>
    Exp = 33,

    /// <summary>TopKV2Options.</summary>
    TopKV2 = 34,

    /// <summary>SplitOptions.</summary>
    Split = 35,

    /// <summary>LogSoftmaxOptions.</summary>
    LogSoftmax = 36,

    /// <summary>CastOptions.</summary>
    Cast = 37,

    /// <summary>DequantizeOptions.</summary>
    Dequantize = 38,

    /// <summary>MaximumMinimumOptions.</summary>
    MaximumMinimum = 39,

    /// <summary>ArgMaxOptions.</summary>
    ArgMax = 40,

    /// <summary>LessOptions.</summary>
    Less = 41,

    /// <summary>NegOptions.</summary>
    Neg = 42,

    /// <summary>PadV2Options.</summary>
    PadV2 = 43,

    /// <summary>GreaterOptions.</summary>
    Greater = 44,

    /// <summary>GreaterEqualOptions.</summary>
    GreaterEqual = 45,

    /// <summary>LessEqualOptions.</summary>
    LessEqual = 46,

    /// <summary>SelectOptions.</summary>
    Select = 47,

    /// <summary>SliceOptions.</summary>
    Slice = 48,

    /// <summary>TransposeConvOptions.</summary>
    TransposeConv = 49,

    /// <summary>SparseToDenseOptions.</summary>
    SparseToDense = 50,

    /// <summary>TileOptions.</summary>
    Tile = 51,

    /// <summary>ExpandDimsOptions.</summary>
    ExpandDims = 52,

    /// <summary>EqualOptions.</summary>
    Equal = 53,

    /// <summary>NotEqualOptions.</summary>
    NotEqual = 54,

    /// <summary>ShapeOptions.</summary>
    Shape = 55,

    /// <summary>PowOptions.</summary>
    Pow = 56,

    /// <summary>ArgMinOptions.</summary>
    ArgMin = 57,

    /// <summary>FakeQuantOptions.</summary>
    FakeQuant = 58,

    /// <summary>PackOptions.</summary>
    Pack = 59,

    /// <summary>LogicalOrOptions.</summary>
    LogicalOr = 60,

    /// <summary>OneHotOptions.</summary>
    OneHot = 61,

    /// <summary>LogicalAndOptions.</summary>
    LogicalAnd = 62,

    /// <summary>LogicalNotOptions.</summary>
    LogicalNot = 63,

    /// <summary>UnpackOptions.</summary>
    Unpack = 64,

    /// <summary>FloorDivOptions.</summary>
    FloorDiv = 65,

    /// <summary>SquareOptions.</summary>
    Square = 66,

    /// <summary>ZerosLikeOptions.</summary>
    ZerosLike = 67,

    /// <summary>FillOptions.</summary>
    Fill = 68,

    /// <summary>BidirectionalSequenceLSTMOptions.</summary>
    BidirectionalSequenceLstm = 69,

    /// <summary>BidirectionalSequenceRNNOptions.</summary>
    BidirectionalSequenceRnn = 70,

    /// <summary>UnidirectionalSequenceLSTMOptions.</summary>
    UnidirectionalSequenceLstm = 71,

    /// <summary>FloorModOptions.</summary>
    FloorMod = 72,

    /// <summary>RangeOptions.</summary>
    Range = 73,

    /// <summary>ResizeNearestNeighborOptions.</summary>
    ResizeNearestNeighbor = 74,

    /// <summary>LeakyReluOptions.</summary>
    LeakyRelu = 75,

    /// <summary>SquaredDifferenceOptions.</summary>
    SquaredDifference = 76,

    /// <summary>MirrorPadOptions.</summary>
    MirrorPad = 77,

    /// <summary>AbsOptions.</summary>
    Abs = 78,

    /// <summary>SplitVOptions.</summary>
    SplitV = 79,

    /// <summary>UniqueOptions.</summary>
    Unique = 80,

    /// <summary>ReverseV2Options.</summary>
    ReverseV2 = 81,

    /// <summary>AddNOptions.</summary>
    AddN = 82,

    /// <summary>GatherNdOptions.</summary>
    GatherNd = 83,

    /// <summary>CosOptions.</summary>
    Cos = 84,

    /// <summary>WhereOptions.</summary>
    Where = 85,

    /// <summary>RankOptions.</summary>
    Rank = 86,

    /// <summary>ReverseSequenceOptions.</summary>
    ReverseSequence = 87,

    /// <summary>MatrixDiagOptions.</summary>
    MatrixDiag = 88,

    /// <summary>QuantizeOptions.</summary>
    Quantize = 89,

    /// <summary>MatrixSetDiagOptions.</summary>
    MatrixSetDiag = 90,

    /// <summary>HardSwishOptions.</summary>
    HardSwish = 91,

    /// <summary>IfOptions.</summary>
    If = 92,

    /// <summary>WhileOptions.</summary>
    While = 93,

    /// <summary>DepthToSpaceOptions.</summary>
    DepthToSpace = 94,

    /// <summary>NonMaxSuppressionV4Options.</summary>
    NonMaxSuppressionV4 = 95,

    /// <summary>NonMaxSuppressionV5Options.</summary>
    NonMaxSuppressionV5 = 96,

    /// <summary>ScatterNdOptions.</summary>
    ScatterNd = 97,

    /// <summary>SelectV2Options.</summary>
    SelectV2 = 98,

    /// <summary>DensifyOptions.</summary>
    Densify = 99,

    /// <summary>SegmentSumOptions.</summary>
    SegmentSum = 100,

    /// <summary>BatchMatMulOptions.</summary>
    BatchMatMul = 101,

    /// <summary>CumsumOptions.</summary>
    Cumsum = 102,

    /// <summary>CallOnceOptions.</summary>
    CallOnce = 103,

    /// <summary>BroadcastToOptions.</summary>
    BroadcastTo = 104,

    /// <summary>Rfft2dOptions.</summary>
    Rfft2D = 105,

    /// <summary>Conv3DOptions.</summary>
    Conv3D = 106,

    /// <summary>HashtableOptions.</summary>
    Hashtable = 107,

    /// <summary>HashtableFindOptions.</summary>
    HashtableFind = 108,

    /// <summary>HashtableImportOptions.</summary>
    HashtableImport = 109,

    /// <summary>HashtableSizeOptions.</summary>
    HashtableSize = 110,

    /// <summary>VarHandleOptions.</summary>
    VarHandle = 111,

    /// <summary>ReadVariableOptions.</summary>
    ReadVariable = 112,

    /// <summary>AssignVariableOptions.</summary>
    AssignVariable = 113,

    /// <summary>RandomOptions.</summary>
    Random = 114,

    /// <summary>BucketizeOptions.</summary>
    Bucketize = 115,

    /// <summary>GeluOptions.</summary>
    Gelu = 116,

    /// <summary>DynamicUpdateSliceOptions.</summary>
    DynamicUpdateSlice = 117,

    /// <summary>UnsortedSegmentProdOptions.</summary>
    UnsortedSegmentProd = 118,

    /// <summary>UnsortedSegmentMaxOptions.</summary>
    UnsortedSegmentMax = 119,

    /// <summary>UnsortedSegmentMinOptions.</summary>
    UnsortedSegmentMin = 120,

    /// <summary>UnsortedSegmentSumOptions.</summary>
    UnsortedSegmentSum = 121,

    /// <summary>ATan2Options.</summary>
    Atan2 = 122,

    /// <summary>SignOptions.</summary>
    Sign = 123,

    /// <summary>BitcastOptions.</summary>
    Bitcast = 124,

    /// <summary>BitwiseXorOptions.</summary>
    BitwiseXor = 125,

    /// <summary>RightShiftOptions.</summary>
    RightShift = 126
}

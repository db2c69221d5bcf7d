// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// Why a model, a tensor or a call was refused. The numbers are stable: 1xx the file's structure, 2xx the graph it describes, 3xx its
/// kernels and memory, 4xx what a kernel demands of its node, 5xx run-time data and calls in the wrong order. `tinyinterp explain
/// CODE` tells cause and remedy.
/// </summary>
public enum ErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The model has no bytes or is null.</summary>
    ModelEmpty = 101,

    /// <summary>Fewer bytes than the smallest FlatBuffer has.</summary>
    ModelTooShort = 102,

    /// <summary>The file identifier is not TFL3.</summary>
    IdentifierWrong = 103,

    /// <summary>The root offset leads outside the model.</summary>
    RootOutOfBounds = 104,

    /// <summary>A table lies outside the model or off its alignment.</summary>
    TableOutOfBounds = 105,

    /// <summary>A vtable lies outside the model, is malformed or off its alignment.</summary>
    VtableInvalid = 106,

    /// <summary>A field lies outside its table or off its alignment.</summary>
    FieldOutOfBounds = 107,

    /// <summary>A vector or string lies outside the model, or its length does.</summary>
    VectorOutOfBounds = 108,

    /// <summary>A vector lies off its alignment.</summary>
    VectorMisaligned = 109,

    /// <summary>Tables and vectors that sum up to many times the model's bytes: they are shared to blow it up.</summary>
    TooManyTables = 110,

    /// <summary>A field that every model needs is missing: a subgraph's list of tensors.</summary>
    RequiredFieldMissing = 111,

    /// <summary>A union's tag is unknown, or tag and table do not come together.</summary>
    UnionTagInvalid = 112,

    /// <summary>A buffer or custom options outside the FlatBuffer leave the model.</summary>
    ExternalDataOutOfBounds = 113,

    /// <summary>A string is not closed by a zero byte.</summary>
    StringUnterminated = 114,

    /// <summary>The model's bytes are not those that were embedded: their checksum or their number differs.</summary>
    ChecksumWrong = 115,

    /// <summary>The schema version is not 3.</summary>
    VersionUnsupported = 201,

    /// <summary>The model has no subgraph.</summary>
    SubgraphMissing = 202,

    /// <summary>An operator code is no known builtin, or a custom one without a name.</summary>
    OperatorCodeInvalid = 203,

    /// <summary>A node refers to an operator code that does not exist.</summary>
    OpcodeIndexOutOfRange = 204,

    /// <summary>A node's or graph's tensor index does not exist, or is -1 where an input is not optional.</summary>
    TensorIndexOutOfRange = 205,

    /// <summary>A tensor or metadata entry refers to a buffer that does not exist.</summary>
    BufferIndexOutOfRange = 206,

    /// <summary>A control-flow node or signature refers to a subgraph that does not exist.</summary>
    SubgraphIndexOutOfRange = 207,

    /// <summary>A tensor type beyond those of the format.</summary>
    TensorTypeUnknown = 208,

    /// <summary>More than eight dimensions.</summary>
    RankTooHigh = 209,

    /// <summary>A dimension is zero or negative: shapes must be known before the model is loaded.</summary>
    DimensionNotPositive = 210,

    /// <summary>The product of the dimensions overflows.</summary>
    ShapeOverflow = 211,

    /// <summary>A constant's bytes do not match its shape and type.</summary>
    ConstantSizeMismatch = 212,

    /// <summary>A scale is zero, negative, infinite or not a number.</summary>
    ScaleInvalid = 213,

    /// <summary>A zero point is outside its type's range.</summary>
    ZeroPointOutOfRange = 214,

    /// <summary>Scales or zero points do not match the size of the dimension they run along.</summary>
    ChannelCountMismatch = 215,

    /// <summary>The quantised dimension does not exist.</summary>
    QuantizedDimensionOutOfRange = 216,

    /// <summary>Sparse tensors are not supported: convert the model without sparsity.</summary>
    SparsityUnsupported = 217,

    /// <summary>Two nodes write one tensor, or a node writes a constant or a graph input.</summary>
    TensorProducedTwice = 218,

    /// <summary>A node reads a tensor that nothing before it wrote.</summary>
    TensorUsedBeforeProduced = 219,

    /// <summary>Subgraphs call each other in a circle.</summary>
    SubgraphCycle = 220,

    /// <summary>A variable tensor has constant bytes.</summary>
    VariableHasData = 221,

    /// <summary>A signature maps a tensor that is no input or output of its subgraph.</summary>
    SignatureInvalid = 222,

    /// <summary>More than 16,384 tensors or nodes in a graph, tensors of a node or metadata entries, or 1,024 subgraphs or signatures.</summary>
    GraphTooLarge = 223,

    /// <summary>No kernel is registered for the operator: add the call that the message names.</summary>
    KernelMissing = 301,

    /// <summary>The operator's kernels do not take the tensor's type.</summary>
    KernelTypeMissing = 302,

    /// <summary>The operator's version is newer than its kernel.</summary>
    OperatorVersionUnsupported = 303,

    /// <summary>
    /// The arena's byte budget is smaller than the need, which the error states exactly. Where the error names a node, that node's kernel
    /// was refused memory out of all proportion to the model, and the number is what had been asked for so far.
    /// </summary>
    ArenaTooSmall = 304,

    /// <summary>A tensor of a type that can be in a file but not in the arena.</summary>
    TensorTypeUnsupported = 305,

    /// <summary>The OfflineMemoryAllocation metadata is malformed.</summary>
    OfflinePlanInvalid = 306,

    /// <summary>The OfflineMemoryAllocation metadata lays two live tensors over each other.</summary>
    OfflinePlanOverlap = 307,

    /// <summary>The plan needs more than two gigabytes.</summary>
    PlanOverflow = 308,

    /// <summary>An operator is registered twice for one type.</summary>
    KernelRegisteredTwice = 309,

    /// <summary>The node has another number of inputs.</summary>
    InputCountMismatch = 401,

    /// <summary>The node has another number of outputs.</summary>
    OutputCountMismatch = 402,

    /// <summary>An input that the operator needs is left out.</summary>
    InputMissing = 403,

    /// <summary>The tensor's type is not one the operator takes there.</summary>
    TypeUnsupported = 404,

    /// <summary>Two tensors that must share a type do not.</summary>
    TypeMismatch = 405,

    /// <summary>The tensor's number of dimensions is not one the operator takes.</summary>
    RankUnsupported = 406,

    /// <summary>The tensor's shape does not follow from the operator's other tensors and options.</summary>
    ShapeMismatch = 407,

    /// <summary>The tensor needs a scale and a zero point.</summary>
    QuantizationMissing = 408,

    /// <summary>The tensor's quantisation must equal another's.</summary>
    QuantizationMismatch = 409,

    /// <summary>The operator takes no such scale or zero point.</summary>
    QuantizationUnsupported = 410,

    /// <summary>The operator takes one scale for the whole tensor only.</summary>
    PerChannelUnsupported = 411,

    /// <summary>The node's options table is missing or another operator's.</summary>
    OptionsMissing = 412,

    /// <summary>An option has an impossible value.</summary>
    OptionInvalid = 413,

    /// <summary>An option has a value that is not supported.</summary>
    OptionUnsupported = 414,

    /// <summary>The operator needs this input to be a constant.</summary>
    ConstantRequired = 415,

    /// <summary>A constant (axis, permutation, padding, size) has an impossible value.</summary>
    ConstantInvalid = 416,

    /// <summary>The subgraphs of a control-flow node do not fit its tensors.</summary>
    SubgraphMismatch = 417,

    /// <summary>The operator needs this input to be a variable tensor.</summary>
    VariableRequired = 418,

    /// <summary>A custom operator's options cannot be read.</summary>
    CustomOptionsInvalid = 419,

    /// <summary>Resource variables do not fit: never initialised, or of another size or type.</summary>
    ResourceInvalid = 420,

    /// <summary>AllocateTensors has not succeeded.</summary>
    NotAllocated = 501,

    /// <summary>AllocateTensors has been called before.</summary>
    AlreadyAllocated = 502,

    /// <summary>No such input or output.</summary>
    NoSuchTensor = 503,

    /// <summary>The data's size or type differs from the tensor's.</summary>
    TensorDataMismatch = 504,

    /// <summary>An index among run-time data is out of range.</summary>
    IndexOutOfRange = 505,

    /// <summary>An integer division by zero.</summary>
    DivisionByZero = 506,

    /// <summary>A value among run-time data that the operator does not take.</summary>
    ValueOutOfRange = 507,

    /// <summary>An argument of a call is null or out of range, or a constant tensor was to be written.</summary>
    ArgumentInvalid = 508,

    /// <summary>There is no such file, or the volume it should be on is not mounted.</summary>
    FileMissing = 601,

    /// <summary>A file cannot be read to its end.</summary>
    FileUnreadable = 602,

    /// <summary>A file has fewer bytes than any model.</summary>
    FileTooShort = 603,

    /// <summary>A file has more bytes than there is memory for in one piece.</summary>
    FileTooLarge = 604,

    /// <summary>A file is no .tflite model.</summary>
    FileForeign = 605,
}

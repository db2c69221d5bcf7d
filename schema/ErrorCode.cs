// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// Why a model, a tensor or a call was refused. The numbers are stable: 1xx the file's structure, 2xx the graph that it describes, 3xx
/// kernels and memory, 4xx what a kernel requires of its node, 5xx run-time data and calls in the wrong order, 6xx model files.
/// <c>tinyinterp explain CODE</c> prints cause and remedy.
/// </summary>
public enum ErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The model is null or has no bytes.</summary>
    ModelEmpty = 101,

    /// <summary>The model has fewer bytes than the smallest FlatBuffer.</summary>
    ModelTooShort = 102,

    /// <summary>The file identifier is not TFL3.</summary>
    IdentifierWrong = 103,

    /// <summary>The root offset points outside the model.</summary>
    RootOutOfBounds = 104,

    /// <summary>A table lies outside the model or is misaligned.</summary>
    TableOutOfBounds = 105,

    /// <summary>A vtable lies outside the model, is malformed or is misaligned.</summary>
    VtableInvalid = 106,

    /// <summary>A field lies outside its table or is misaligned.</summary>
    FieldOutOfBounds = 107,

    /// <summary>A vector or string starts or ends outside the model.</summary>
    VectorOutOfBounds = 108,

    /// <summary>A vector is misaligned.</summary>
    VectorMisaligned = 109,

    /// <summary>
    /// Tables and vectors add up to many times the model's bytes: the file shares its parts to make verification slow.
    /// </summary>
    TooManyTables = 110,

    /// <summary>A field that every model needs is missing: a subgraph's list of tensors.</summary>
    RequiredFieldMissing = 111,

    /// <summary>A union's tag is unknown, or only one of tag and table is present.</summary>
    UnionTagInvalid = 112,

    /// <summary>The bytes of a buffer or of custom options outside the FlatBuffer extend beyond the model.</summary>
    ExternalDataOutOfBounds = 113,

    /// <summary>A string does not end with a zero byte.</summary>
    StringUnterminated = 114,

    /// <summary>The model's bytes are not the ones that were embedded: their number or their checksum differs.</summary>
    ChecksumWrong = 115,

    /// <summary>The schema version is not 3.</summary>
    VersionUnsupported = 201,

    /// <summary>The model has no subgraph.</summary>
    SubgraphMissing = 202,

    /// <summary>An operator code is not a known builtin, or is a custom operator without a name.</summary>
    OperatorCodeInvalid = 203,

    /// <summary>A node refers to an operator code that does not exist.</summary>
    OpcodeIndexOutOfRange = 204,

    /// <summary>A tensor index of a node or graph does not exist.</summary>
    TensorIndexOutOfRange = 205,

    /// <summary>A tensor or metadata entry refers to a buffer that does not exist.</summary>
    BufferIndexOutOfRange = 206,

    /// <summary>A control-flow node or signature refers to a subgraph that does not exist.</summary>
    SubgraphIndexOutOfRange = 207,

    /// <summary>The tensor's type is not one of the format's.</summary>
    TensorTypeUnknown = 208,

    /// <summary>The tensor has more than eight dimensions.</summary>
    RankTooHigh = 209,

    /// <summary>A dimension is zero or negative. Shapes must be known when the model is loaded.</summary>
    DimensionNotPositive = 210,

    /// <summary>The tensor has more elements than the library supports: (2^31 - 1) / 16.</summary>
    ShapeOverflow = 211,

    /// <summary>The constant's number of bytes does not match its shape and type.</summary>
    ConstantSizeMismatch = 212,

    /// <summary>A scale is zero, negative, infinite or not a number.</summary>
    ScaleInvalid = 213,

    /// <summary>A zero point is outside its type's range.</summary>
    ZeroPointOutOfRange = 214,

    /// <summary>The number of scales or zero points does not match the size of the quantised dimension.</summary>
    ChannelCountMismatch = 215,

    /// <summary>The quantised dimension does not exist.</summary>
    QuantizedDimensionOutOfRange = 216,

    /// <summary>Sparse tensors are not supported. Convert the model without sparsity.</summary>
    SparsityUnsupported = 217,

    /// <summary>Two nodes write the same tensor, or a node writes a constant or a graph input.</summary>
    TensorProducedTwice = 218,

    /// <summary>A node reads a tensor that no earlier node has written.</summary>
    TensorUsedBeforeProduced = 219,

    /// <summary>A subgraph calls itself, directly or through others.</summary>
    SubgraphCycle = 220,

    /// <summary>A variable tensor has constant bytes.</summary>
    VariableHasData = 221,

    /// <summary>A signature maps a tensor that is neither an input nor an output of its subgraph.</summary>
    SignatureInvalid = 222,

    /// <summary>
    /// A graph has more than 16,384 tensors, nodes, inputs or outputs, a node has more than that many tensors, or the model has more than
    /// 16,384 metadata entries or 1,024 subgraphs or signatures.
    /// </summary>
    GraphTooLarge = 223,

    /// <summary>No kernel is registered for the operator. Add the registration call that the message names.</summary>
    KernelMissing = 301,

    /// <summary>The registered kernels of the operator do not support the tensor's type.</summary>
    KernelTypeMissing = 302,

    /// <summary>The operator's version is newer than the kernel supports.</summary>
    OperatorVersionUnsupported = 303,

    /// <summary>
    /// The arena's byte budget is too small. The error states the exact number of bytes that are needed. If it names a node, that node's
    /// kernel asked for far more memory than the model's size explains, and the number is what kernels had asked for up to then.
    /// </summary>
    ArenaTooSmall = 304,

    /// <summary>The tensor's type is valid in a file but not in the arena.</summary>
    TensorTypeUnsupported = 305,

    /// <summary>The OfflineMemoryAllocation metadata is malformed.</summary>
    OfflinePlanInvalid = 306,

    /// <summary>The OfflineMemoryAllocation metadata places two live tensors over each other.</summary>
    OfflinePlanOverlap = 307,

    /// <summary>The plan needs more than two gigabytes.</summary>
    PlanOverflow = 308,

    /// <summary>An operator is registered twice for the same type.</summary>
    KernelRegisteredTwice = 309,

    /// <summary>The node has the wrong number of inputs.</summary>
    InputCountMismatch = 401,

    /// <summary>The node has the wrong number of outputs.</summary>
    OutputCountMismatch = 402,

    /// <summary>An input that the operator requires is absent.</summary>
    InputMissing = 403,

    /// <summary>The operator does not support the tensor's type.</summary>
    TypeUnsupported = 404,

    /// <summary>Two tensors that must have the same type do not.</summary>
    TypeMismatch = 405,

    /// <summary>The operator does not support the tensor's number of dimensions.</summary>
    RankUnsupported = 406,

    /// <summary>The tensor's shape does not match the operator's other tensors and options.</summary>
    ShapeMismatch = 407,

    /// <summary>The tensor needs a scale and a zero point.</summary>
    QuantizationMissing = 408,

    /// <summary>The tensor's quantisation must equal that of another tensor.</summary>
    QuantizationMismatch = 409,

    /// <summary>The operator does not support this scale or zero point.</summary>
    QuantizationUnsupported = 410,

    /// <summary>The operator supports only one scale for the whole tensor.</summary>
    PerChannelUnsupported = 411,

    /// <summary>The node's options table is missing or belongs to another operator.</summary>
    OptionsMissing = 412,

    /// <summary>An option has an invalid value.</summary>
    OptionInvalid = 413,

    /// <summary>An option has a valid value that is not supported.</summary>
    OptionUnsupported = 414,

    /// <summary>The operator requires this input to be a constant.</summary>
    ConstantRequired = 415,

    /// <summary>A constant (axis, permutation, padding, size) has an invalid value.</summary>
    ConstantInvalid = 416,

    /// <summary>The subgraphs of a control-flow node do not match its tensors.</summary>
    SubgraphMismatch = 417,

    /// <summary>The operator requires this input to be a variable tensor.</summary>
    VariableRequired = 418,

    /// <summary>A custom operator's options cannot be read.</summary>
    CustomOptionsInvalid = 419,

    /// <summary>A resource variable has never been initialised, or has another size or type.</summary>
    ResourceInvalid = 420,

    /// <summary>AllocateTensors has not been called, or did not succeed.</summary>
    NotAllocated = 501,

    /// <summary>AllocateTensors has already been called.</summary>
    AlreadyAllocated = 502,

    /// <summary>There is no such input or output.</summary>
    NoSuchTensor = 503,

    /// <summary>The data's size or type differs from the tensor's.</summary>
    TensorDataMismatch = 504,

    /// <summary>An index in run-time data is out of range.</summary>
    IndexOutOfRange = 505,

    /// <summary>Integer division by zero.</summary>
    DivisionByZero = 506,

    /// <summary>The operator does not support a value in run-time data.</summary>
    ValueOutOfRange = 507,

    /// <summary>An argument is null or out of range, or the call would write a constant tensor.</summary>
    ArgumentInvalid = 508,

    /// <summary>The file does not exist, or its volume is not mounted.</summary>
    FileMissing = 601,

    /// <summary>The file cannot be read to its end.</summary>
    FileUnreadable = 602,

    /// <summary>The file has fewer bytes than any model.</summary>
    FileTooShort = 603,

    /// <summary>The file has more bytes than can be allocated in one piece.</summary>
    FileTooLarge = 604,

    /// <summary>The file is not a .tflite model.</summary>
    FileForeign = 605,
}

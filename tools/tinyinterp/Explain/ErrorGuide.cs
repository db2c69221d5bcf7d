// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;

namespace TinyInterp.Tool.Explain;

/// <summary>Cause and remedy for every error code, in the order of their numbers.</summary>
internal static class ErrorGuide
{
    private const string Damaged = "The file is truncated or damaged, or was not written by a FlatBuffer library.";
    private const string FetchAgain = "Fetch or copy the file again, compare its size with the original's, or convert the model anew.";
    private const string Miswritten = "A converter or an editing script with a defect wrote the model, or the file is damaged.";

    /// <summary>One entry for each code.</summary>
    internal static readonly ErrorAdvice[] All =
    {
        new(
            ErrorCode.None,
            "No error.",
            "Nothing is wrong.",
            "Nothing to do."),

        // 1xx: the structure of the file.
        new(
            ErrorCode.ModelEmpty,
            "The model has no bytes or is null.",
            "A null or empty array was passed instead of the contents of a .tflite file.",
            "Check how the file or resource is read; a missing resource often reads as nothing."),
        new(
            ErrorCode.ModelTooShort,
            "Fewer bytes than the smallest FlatBuffer has.",
            "Reading the file ended early, or this is no .tflite file.",
            "Compare the size with that of the original; read until all bytes are there."),
        new(
            ErrorCode.IdentifierWrong,
            "The file identifier is not TFL3.",
            "The bytes at 4 to 7 are not TFL3: another kind of file (.h5, .onnx, .pb, .zip), a model with its first bytes "
                + "cut off, or text.",
            "Pass the .tflite file itself; convert models of other kinds to TensorFlow Lite first."),
        new(
            ErrorCode.RootOutOfBounds,
            "The root offset leads outside the model.",
            Damaged,
            FetchAgain),
        new(
            ErrorCode.TableOutOfBounds,
            "A table lies outside the model or off its alignment.",
            Damaged,
            FetchAgain),
        new(
            ErrorCode.VtableInvalid,
            "A vtable lies outside the model, is malformed or off its alignment.",
            Damaged,
            FetchAgain),
        new(
            ErrorCode.FieldOutOfBounds,
            "A field lies outside its table or off its alignment.",
            "Either the file is damaged, or an options table is smaller than its operator's kernel must read.",
            FetchAgain),
        new(
            ErrorCode.VectorOutOfBounds,
            "A vector or string lies outside the model, or its length does.",
            Damaged,
            FetchAgain),
        new(
            ErrorCode.VectorMisaligned,
            "A vector lies off its alignment.",
            "The file was not written by a FlatBuffer library, or bytes were inserted into it.",
            FetchAgain),
        new(
            ErrorCode.TooManyTables,
            "Tables and vectors that sum up to many times the model's bytes: they are shared to blow it up.",
            "A hostile file lets many references share one part, so that reading it would never end.",
            "Do not use the file; get the model from its source."),
        new(
            ErrorCode.RequiredFieldMissing,
            "A field that every model needs is missing: a subgraph's list of tensors.",
            Miswritten,
            "Convert the model again, with a current converter."),
        new(
            ErrorCode.UnionTagInvalid,
            "A union's tag is unknown, or tag and table do not come together.",
            "The file is damaged, or its converter is newer than this library and writes options that are unknown here.",
            "Convert the model with an older converter, or update the library."),
        new(
            ErrorCode.ExternalDataOutOfBounds,
            "A buffer or custom options outside the FlatBuffer leave the model.",
            "Weights stored behind the FlatBuffer are cut off: the file is truncated.",
            FetchAgain),
        new(
            ErrorCode.StringUnterminated,
            "A string is not closed by a zero byte.",
            Damaged,
            FetchAgain),
        new(
            ErrorCode.ChecksumWrong,
            "The model's bytes are not those that were embedded: their checksum or their number differs.",
            "Flash was written incompletely, generated files of two models were mixed, or one was edited by hand.",
            "Run `tinyinterp embed` again, replace all files it writes, rebuild and deploy."),

        // 2xx: the graph that the file describes.
        new(
            ErrorCode.VersionUnsupported,
            "The schema version is not 3.",
            "The model is older than the TensorFlow Lite format of today, or damaged.",
            "Convert the model again; every current converter writes version 3."),
        new(
            ErrorCode.SubgraphMissing,
            "The model has no subgraph.",
            "The file holds no graph: a converter stopped halfway, or it is a container of metadata only.",
            "Convert the model again."),
        new(
            ErrorCode.OperatorCodeInvalid,
            "An operator code is no known builtin, or a custom one without a name.",
            "The model uses an operator that is newer than this library, or a custom operator whose name was lost.",
            "Convert with an older converter or without that operator; give custom operators a name."),
        new(
            ErrorCode.OpcodeIndexOutOfRange,
            "A node refers to an operator code that does not exist.",
            Miswritten,
            "Convert the model again; after editing a model by hand check its list of operator codes."),
        new(
            ErrorCode.TensorIndexOutOfRange,
            "A node's or graph's tensor index does not exist, or is -1 where an input is not optional.",
            Miswritten,
            "Convert the model again; -1 is allowed only where an operator has an optional input."),
        new(
            ErrorCode.BufferIndexOutOfRange,
            "A tensor or metadata entry refers to a buffer that does not exist.",
            Miswritten,
            "Convert the model again; stripped buffers need their tensors changed, too."),
        new(
            ErrorCode.SubgraphIndexOutOfRange,
            "A control-flow node or signature refers to a subgraph that does not exist.",
            Miswritten,
            "Convert the model again; keep the subgraphs that IF, WHILE, CALL_ONCE and signatures name."),
        new(
            ErrorCode.TensorTypeUnknown,
            "A tensor type beyond those of the format.",
            "The model is newer than this library, or damaged.",
            "Convert the model to int8, int16 or float32."),
        new(
            ErrorCode.RankTooHigh,
            "More than eight dimensions.",
            "A tensor has more dimensions than any kernel here handles.",
            "Reshape in the original model, so that no tensor has more than eight dimensions."),
        new(
            ErrorCode.DimensionNotPositive,
            "A dimension is zero or negative: shapes must be known before the model is loaded.",
            "The model was converted with a dynamic dimension (-1 or 0), mostly the batch.",
            "Fix the input's shape before converting, for example to a batch of 1."),
        new(
            ErrorCode.ShapeOverflow,
            "The product of the dimensions overflows.",
            "A dimension is absurdly large: the file is damaged.",
            FetchAgain),
        new(
            ErrorCode.ConstantSizeMismatch,
            "A constant's bytes do not match its shape and type.",
            "The weights' bytes do not match their shape and type: the file is damaged, or was edited.",
            "Convert the model again; when replacing weights keep their number and type."),
        new(
            ErrorCode.ScaleInvalid,
            "A scale is zero, negative, infinite or not a number.",
            "Quantisation saw no data, or data with infinities or NaN, for this tensor.",
            "Quantise again with calibration data that looks like real inputs; look for NaN in the float model."),
        new(
            ErrorCode.ZeroPointOutOfRange,
            "A zero point is outside its type's range.",
            Miswritten,
            "Quantise the model again."),
        new(
            ErrorCode.ChannelCountMismatch,
            "Scales or zero points do not match the size of the dimension they run along.",
            "Per-channel scales were kept while the tensor's shape changed, or the file is damaged.",
            "Quantise the model again after changing it."),
        new(
            ErrorCode.QuantizedDimensionOutOfRange,
            "The quantised dimension does not exist.",
            Miswritten,
            "Quantise the model again."),
        new(
            ErrorCode.SparsityUnsupported,
            "Sparse tensors are not supported: convert the model without sparsity.",
            "The converter stored pruned weights in sparse form.",
            "Convert without sparsity: the weights may stay pruned, but must be stored densely."),
        new(
            ErrorCode.TensorProducedTwice,
            "Two nodes write one tensor, or a node writes a constant or a graph input.",
            Miswritten,
            "Convert the model again; each tensor needs exactly one node that writes it."),
        new(
            ErrorCode.TensorUsedBeforeProduced,
            "A node reads a tensor that nothing before it wrote.",
            "Nodes are not in the order of execution, or a node was removed whose output is still read. Only a custom operator's own memory, which its kernel takes by ScratchInput, may have no writer.",
            "Convert the model again; sort the nodes after editing them."),
        new(
            ErrorCode.SubgraphCycle,
            "Subgraphs call each other in a circle.",
            "Control flow that calls itself: recursion cannot be planned ahead.",
            "Unroll the recursion, or use WHILE."),
        new(
            ErrorCode.VariableHasData,
            "A variable tensor has constant bytes.",
            "A tensor is marked both as state and as constant.",
            "Convert the model again; initialise state through CALL_ONCE, or let it start at zero."),
        new(
            ErrorCode.SignatureInvalid,
            "A signature maps a tensor that is no input or output of its subgraph.",
            "A signature was not updated when the graph was changed.",
            "Convert the model again, or drop the signature and use inputs and outputs by index."),
        new(
            ErrorCode.GraphTooLarge,
            "More than 16,384 tensors or nodes in a graph, tensors of a node or metadata entries, or 1,024 subgraphs or "
                + "signatures.",
            "The file is hostile or damaged, or the model is far too large for a microcontroller.",
            "Use a smaller model."),

        // 3xx: kernels and memory.
        new(
            ErrorCode.KernelMissing,
            "No kernel is registered for the operator: add the call that the message names.",
            "The OpResolver lacks the call for an operator of the model.",
            "Add the call that the message names, or let `tinyinterp resolver MODEL` write all of them. Custom operators "
                + "of your own: AddCustom(name, factory)."),
        new(
            ErrorCode.KernelTypeMissing,
            "The operator's kernels do not take the tensor's type.",
            "A kernel of this operator is registered, but for other types: float kernels for instance have calls of their "
                + "own.",
            "Run `tinyinterp resolver MODEL`; where no kernel takes the type, quantise to int8 or int16 (docs/operators.md "
                + "lists the types)."),
        new(
            ErrorCode.OperatorVersionUnsupported,
            "The operator's version is newer than its kernel.",
            "A newer converter used a variant of the operator that its kernel does not know.",
            "Convert with an older converter or without the newer feature; docs/operators.md lists the versions."),
        new(
            ErrorCode.ArenaTooSmall,
            "The arena's byte budget is smaller than the need, which the error states exactly. Where the error names a "
                + "node, that node's kernel was refused memory out of all proportion to the model, and the number is what had "
                + "been asked for so far.",
            "new TensorArena(bytes) was given less than the model needs.",
            "Give the arena the exact number that the message states, or, for more speed, the one that `tinyinterp inspect MODEL` prints as fast."),
        new(
            ErrorCode.TensorTypeUnsupported,
            "A tensor of a type that can be in a file but not in the arena.",
            "The tensor has a type such as string, float16 or float64 that the arena does not hold.",
            "Convert the model to int8, int16 or float32; do text processing outside the model."),
        new(
            ErrorCode.OfflinePlanInvalid,
            "The OfflineMemoryAllocation metadata is malformed.",
            "A tool planned the memory ahead and its metadata does not fit this model.",
            "Remove the metadata entry OfflineMemoryAllocation, or plan again after the last change."),
        new(
            ErrorCode.OfflinePlanOverlap,
            "The OfflineMemoryAllocation metadata lays two live tensors over each other.",
            "A tool planned the memory ahead, and the model was changed afterwards.",
            "Remove the metadata entry OfflineMemoryAllocation, or plan again."),
        new(
            ErrorCode.PlanOverflow,
            "The plan needs more than two gigabytes.",
            "Activations are far too large for the arena: a batch or an image size that is not meant for a microcontroller.",
            "Use a smaller input, batch 1 or a smaller model."),
        new(
            ErrorCode.KernelRegisteredTwice,
            "An operator is registered twice for one type.",
            "Two calls on the OpResolver register the same operator for the same type, for example AddAll() and another.",
            "Drop one of the calls."),

        // 4xx: what a kernel demands of its node.
        new(
            ErrorCode.InputCountMismatch,
            "The node has another number of inputs.",
            Miswritten,
            "Convert the model again; `tinyinterp inspect MODEL` shows the node."),
        new(
            ErrorCode.OutputCountMismatch,
            "The node has another number of outputs.",
            Miswritten,
            "Convert the model again; `tinyinterp inspect MODEL` shows the node."),
        new(
            ErrorCode.InputMissing,
            "An input that the operator needs is left out.",
            "A converter left out (-1) an input that the operator cannot do without.",
            "Convert the model again; add the missing constant when editing by hand."),
        new(
            ErrorCode.TypeUnsupported,
            "The tensor's type is not one the operator takes there.",
            "The operator has no arithmetic for this type, at least not for this input.",
            "Quantise to int8 or int16, or keep the operator in float32; docs/operators.md lists the types."),
        new(
            ErrorCode.TypeMismatch,
            "Two tensors that must share a type do not.",
            "Quantisation was partial: one tensor is an integer, its partner is not, or a width differs.",
            "Quantise the whole model, or put QUANTIZE and DEQUANTIZE around the part that stays in float."),
        new(
            ErrorCode.RankUnsupported,
            "The tensor's number of dimensions is not one the operator takes.",
            "The tensor has more or fewer dimensions than the operator defines.",
            "Reshape before and after the operator; images are [batch, height, width, channels]."),
        new(
            ErrorCode.ShapeMismatch,
            "The tensor's shape does not follow from the operator's other tensors and options.",
            "The shape that the file states is not what the operator computes: shapes were edited, or a dynamic shape was "
                + "fixed by hand.",
            "Convert the model again with a fixed input shape, so that all shapes are computed anew."),
        new(
            ErrorCode.QuantizationMissing,
            "The tensor needs a scale and a zero point.",
            "An integer tensor has no scale: the model was quantised only in part.",
            "Quantise the model fully, with calibration data."),
        new(
            ErrorCode.QuantizationMismatch,
            "The tensor's quantisation must equal another's.",
            "Operators that only move or select data need one scale and zero point for input and output.",
            "Quantise again with a tool that knows these constraints; `tinyinterp inspect MODEL` shows both."),
        new(
            ErrorCode.QuantizationUnsupported,
            "The operator takes no such scale or zero point.",
            "Some operators fix their quantisation: softmax and logistic give 1/256 and -128 for int8, tanh 1/128 and 0; "
                + "int16 and weights need zero point 0.",
            "Quantise again with a tool that knows these constraints."),
        new(
            ErrorCode.PerChannelUnsupported,
            "The operator takes one scale for the whole tensor only.",
            "Per-channel scales on an operator that multiplies by one scale.",
            "Quantise that tensor per tensor."),
        new(
            ErrorCode.OptionsMissing,
            "The node's options table is missing or another operator's.",
            Miswritten,
            "Convert the model again; an operator carries the options table of its own kind."),
        new(
            ErrorCode.OptionInvalid,
            "An option has an impossible value.",
            "A stride, dilation, block size or the like is zero, negative or out of range: the file is damaged or edited.",
            "Convert the model again."),
        new(
            ErrorCode.OptionUnsupported,
            "An option has a value that is not supported.",
            "The operator is used in a way that its kernel does not implement, for example an activation it cannot fuse.",
            "Change the operator in the original model; docs/operators.md states the limits of each kernel."),
        new(
            ErrorCode.ConstantRequired,
            "The operator needs this input to be a constant.",
            "An axis, a shape, a permutation or a weight is computed by the model, but memory is planned before anything "
                + "runs.",
            "Make it a constant of the model: fold constants, fix shapes."),
        new(
            ErrorCode.ConstantInvalid,
            "A constant (axis, permutation, padding, size) has an impossible value.",
            "An axis lies outside the rank, a permutation repeats a dimension, or a size does not fit.",
            "Convert the model again; check the constant with `tinyinterp inspect MODEL`."),
        new(
            ErrorCode.SubgraphMismatch,
            "The subgraphs of a control-flow node do not fit its tensors.",
            "A branch or loop body takes or gives other tensors than its node.",
            "Convert the model again; keep the body's shapes the same in every round."),
        new(
            ErrorCode.VariableRequired,
            "The operator needs this input to be a variable tensor.",
            "The state of a recurrent operator is not marked as variable.",
            "Convert the model again with state tensors (is_variable)."),
        new(
            ErrorCode.CustomOptionsInvalid,
            "A custom operator's options cannot be read.",
            "The custom operator's option bytes are no FlexBuffer map, or hold a value out of range.",
            "Convert with the version of the custom operator that its kernel was written for."),
        new(
            ErrorCode.ResourceInvalid,
            "Resource variables do not fit: never initialised, or of another size or type.",
            "A resource variable is read before it is assigned, or assigned with another shape or type.",
            "Keep the CALL_ONCE that initialises it; assign one shape and type only."),

        // 5xx: run-time data and calls in the wrong order.
        new(
            ErrorCode.NotAllocated,
            "AllocateTensors has not succeeded.",
            "Input, Output or Invoke was used before AllocateTensors, or although it failed.",
            "Call AllocateTensors() once, first, and do not go on after its exception."),
        new(
            ErrorCode.AlreadyAllocated,
            "AllocateTensors has been called before.",
            "AllocateTensors was called a second time.",
            "Call it once for each interpreter; make a new interpreter for another model."),
        new(
            ErrorCode.NoSuchTensor,
            "No such input or output.",
            "The index or name of an input or output is not one that the model has.",
            "`tinyinterp inspect MODEL` lists inputs and outputs with their names."),
        new(
            ErrorCode.TensorDataMismatch,
            "The data's size or type differs from the tensor's.",
            "An array of another length or type was copied into or out of a tensor.",
            "Give exactly the number of elements, in the tensor's type; Quantize takes real numbers."),
        new(
            ErrorCode.IndexOutOfRange,
            "An index among run-time data is out of range.",
            "An index among the data, for example of GATHER or of an embedding, points beyond its table.",
            "Check the data that goes in: token ids and positions must be below the table's size."),
        new(
            ErrorCode.DivisionByZero,
            "An integer division by zero.",
            "An integer divisor among the data is zero.",
            "Keep zero out of the divisor, or compute in float32."),
        new(
            ErrorCode.ValueOutOfRange,
            "A value among run-time data that the operator does not take.",
            "A size, depth or the like among the data is beyond what was planned for.",
            "Keep the value within the limit in the message."),
        new(
            ErrorCode.ArgumentInvalid,
            "An argument of a call is null or out of range, or a constant tensor was to be written.",
            "A null, an index out of range, or a write to a constant tensor in the app's own call.",
            "Look at the call on top of the stack trace."),
    };

    /// <summary>The entry of a code given by number or name, in any case; null where there is none.</summary>
    internal static ErrorAdvice Find(string code)
    {
        return int.TryParse(code, out int number)
            ? All.FirstOrDefault(advice => (int)advice.Code == number)
            : All.FirstOrDefault(advice => string.Equals(advice.Code.ToString(), code, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// The codes that somebody may have meant who wrote <paramref name="code"/>: those that begin so, else those that have it in them,
    /// else those that share the longest beginning of three letters or more.
    /// </summary>
    internal static ErrorCode[] Suggestions(string code)
    {
        if (code.Length == 0)
        {
            return [];
        }

        ErrorCode[] found = Matching(name => name.StartsWith(code, StringComparison.OrdinalIgnoreCase));
        if (found.Length == 0 && code.Length > 2)
        {
            found = Matching(name => name.Contains(code, StringComparison.OrdinalIgnoreCase));
        }

        for (int length = code.Length - 1; found.Length == 0 && length >= (char.IsDigit(code[0]) ? 1 : 3); length--)
        {
            string start = code[..length];
            found = Matching(name => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));
        }

        return found;
    }

    private static ErrorCode[] Matching(Predicate<string> matches)
    {
        return All.Select(advice => advice.Code)
            .Where(code => matches(code.ToString()) || matches(((int)code).ToString()))
            .ToArray();
    }
}

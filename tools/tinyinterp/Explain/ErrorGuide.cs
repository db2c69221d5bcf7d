// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;

namespace TinyInterp.Tool.Explain;

/// <summary>Cause and remedy for every error code, in the order of their numbers.</summary>
internal static class ErrorGuide
{
    private const string Damaged = "The file is truncated or damaged, or was not written by a FlatBuffer library.";
    private const string FetchAgain = "Fetch or copy the file again, compare its size with the original's, or convert the model again.";
    private const string Miswritten = "A converter or an editing script with a defect wrote the model, or the file is damaged.";

    /// <summary>One entry for each code.</summary>
    internal static readonly ErrorAdvice[] All =
    {
        new(
            ErrorCode.None,
            "There is no error.",
            "There is nothing to do."),

        // 1xx: the structure of the file.
        new(
            ErrorCode.ModelEmpty,
            "A null or empty array was passed instead of the contents of a .tflite file.",
            "Check how the file or resource is read; a missing resource often reads as nothing."),
        new(
            ErrorCode.ModelTooShort,
            "Reading the file ended early, or this is not a .tflite file.",
            "Compare the size with that of the original; read until all bytes are there."),
        new(
            ErrorCode.IdentifierWrong,
            "The bytes at 4 to 7 are not TFL3: another kind of file (.h5, .onnx, .pb, .zip), a model with its first bytes "
                + "cut off, or text.",
            "Pass the .tflite file itself; convert models of other kinds to TensorFlow Lite first."),
        new(
            ErrorCode.RootOutOfBounds,
            Damaged,
            FetchAgain),
        new(
            ErrorCode.TableOutOfBounds,
            Damaged,
            FetchAgain),
        new(
            ErrorCode.VtableInvalid,
            Damaged,
            FetchAgain),
        new(
            ErrorCode.FieldOutOfBounds,
            "Either the file is damaged, or an options table is smaller than its operator's kernel must read.",
            FetchAgain),
        new(
            ErrorCode.VectorOutOfBounds,
            Damaged,
            FetchAgain),
        new(
            ErrorCode.VectorMisaligned,
            "The file was not written by a FlatBuffer library, or bytes were inserted into it.",
            FetchAgain),
        new(
            ErrorCode.TooManyTables,
            "A hostile file lets many references share one part, so that reading it would never end.",
            "Do not use the file; get the model from its source."),
        new(
            ErrorCode.RequiredFieldMissing,
            Miswritten,
            "Convert the model again, with a current converter."),
        new(
            ErrorCode.UnionTagInvalid,
            "The file is damaged, or its converter is newer than this library and writes options that are unknown here.",
            "Convert the model with an older converter, or update the library."),
        new(
            ErrorCode.ExternalDataOutOfBounds,
            "Weights stored behind the FlatBuffer are cut off: the file is truncated.",
            FetchAgain),
        new(
            ErrorCode.StringUnterminated,
            Damaged,
            FetchAgain),
        new(
            ErrorCode.ChecksumWrong,
            "Flash was written incompletely, generated files of two models were mixed, or one was edited by hand.",
            "Run `tinyinterp embed` again, replace all files it writes, rebuild and deploy."),

        // 2xx: the graph that the file describes.
        new(
            ErrorCode.VersionUnsupported,
            "The model has an older version of the TensorFlow Lite format, or the file is damaged.",
            "Convert the model again; every current converter writes version 3."),
        new(
            ErrorCode.SubgraphMissing,
            "The file holds no graph: a converter stopped halfway, or it is a container of metadata only.",
            "Convert the model again."),
        new(
            ErrorCode.OperatorCodeInvalid,
            "The model uses an operator that is newer than this library, or a custom operator whose name was lost.",
            "Convert with an older converter or without that operator; give custom operators a name."),
        new(
            ErrorCode.OpcodeIndexOutOfRange,
            Miswritten,
            "Convert the model again; after editing a model by hand check its list of operator codes."),
        new(
            ErrorCode.TensorIndexOutOfRange,
            Miswritten,
            "Convert the model again; -1 is allowed only where an operator has an optional input."),
        new(
            ErrorCode.BufferIndexOutOfRange,
            Miswritten,
            "Convert the model again; stripped buffers need their tensors changed, too."),
        new(
            ErrorCode.SubgraphIndexOutOfRange,
            Miswritten,
            "Convert the model again; keep the subgraphs that IF, WHILE, CALL_ONCE and signatures name."),
        new(
            ErrorCode.TensorTypeUnknown,
            "The model is newer than this library, or damaged.",
            "Convert the model to int8, int16 or float32."),
        new(
            ErrorCode.RankTooHigh,
            "A tensor has more dimensions than any kernel here handles.",
            "Reshape in the original model, so that no tensor has more than eight dimensions."),
        new(
            ErrorCode.DimensionNotPositive,
            "The model was converted with a dynamic dimension (-1 or 0), usually the batch.",
            "Fix the input's shape before converting, for example to a batch of 1."),
        new(
            ErrorCode.ShapeOverflow,
            "A dimension is impossibly large: the file is damaged.",
            FetchAgain),
        new(
            ErrorCode.ConstantSizeMismatch,
            "The weights' bytes do not match their shape and type: the file is damaged, or was edited.",
            "Convert the model again; when replacing weights keep their number and type."),
        new(
            ErrorCode.ScaleInvalid,
            "The quantiser had no data for this tensor, or data with infinities or NaN.",
            "Quantise again with calibration data that looks like real inputs; look for NaN in the float model."),
        new(
            ErrorCode.ZeroPointOutOfRange,
            Miswritten,
            "Quantise the model again."),
        new(
            ErrorCode.ChannelCountMismatch,
            "Per-channel scales were kept while the tensor's shape changed, or the file is damaged.",
            "Quantise the model again after changing it."),
        new(
            ErrorCode.QuantizedDimensionOutOfRange,
            Miswritten,
            "Quantise the model again."),
        new(
            ErrorCode.SparsityUnsupported,
            "The converter stored pruned weights in sparse form.",
            "Convert without sparsity: the weights may stay pruned, but must be stored densely."),
        new(
            ErrorCode.TensorProducedTwice,
            Miswritten,
            "Convert the model again; each tensor needs exactly one node that writes it."),
        new(
            ErrorCode.TensorUsedBeforeProduced,
            "Nodes are not in the order of execution, or a node was removed whose output is still read. Only a custom operator's own memory, which its kernel takes by ScratchInput, may have no writer.",
            "Convert the model again; sort the nodes after editing them."),
        new(
            ErrorCode.SubgraphCycle,
            "Control flow that calls itself: recursion cannot be planned ahead.",
            "Unroll the recursion, or use WHILE."),
        new(
            ErrorCode.VariableHasData,
            "A tensor is marked both as state and as constant.",
            "Convert the model again; initialise state through CALL_ONCE, or let it start at zero."),
        new(
            ErrorCode.SignatureInvalid,
            "A signature was not updated when the graph was changed.",
            "Convert the model again, or drop the signature and use inputs and outputs by index."),
        new(
            ErrorCode.GraphTooLarge,
            "The file is hostile or damaged, or the model is far too large for a microcontroller.",
            "Use a smaller model."),

        // 3xx: kernels and memory.
        new(
            ErrorCode.KernelMissing,
            "The OpResolver lacks the call for an operator of the model.",
            "Add the call that the message names, or let `tinyinterp resolver MODEL` write all of them. Custom operators "
                + "of your own: AddCustom(name, factory)."),
        new(
            ErrorCode.KernelTypeMissing,
            "A kernel of this operator is registered, but for other types: float kernels, for example, have calls of their "
                + "own.",
            "Run `tinyinterp resolver MODEL`; where no kernel takes the type, quantise to int8 or int16 (docs/operators.md "
                + "lists the types)."),
        new(
            ErrorCode.OperatorVersionUnsupported,
            "A newer converter used a variant of the operator that its kernel does not know.",
            "Convert with an older converter or without the newer feature; docs/operators.md lists the versions."),
        new(
            ErrorCode.ArenaTooSmall,
            "new TensorArena(bytes) was given less than the model needs.",
            "Give the arena the exact number that the message states, or, for more speed, the one that `tinyinterp inspect MODEL` prints as fast."),
        new(
            ErrorCode.TensorTypeUnsupported,
            "The tensor has a type such as string, float16 or float64 that the arena does not hold.",
            "Convert the model to int8, int16 or float32; do text processing outside the model."),
        new(
            ErrorCode.OfflinePlanInvalid,
            "A tool planned the memory ahead and its metadata does not fit this model.",
            "Remove the metadata entry OfflineMemoryAllocation, or plan again after the last change."),
        new(
            ErrorCode.OfflinePlanOverlap,
            "A tool planned the memory ahead, and the model was changed afterwards.",
            "Remove the metadata entry OfflineMemoryAllocation, or plan again."),
        new(
            ErrorCode.PlanOverflow,
            "Activations are far too large for the arena: a batch or an image size that is not meant for a microcontroller.",
            "Use a smaller input, batch 1 or a smaller model."),
        new(
            ErrorCode.KernelRegisteredTwice,
            "Two calls on the OpResolver register the same operator for the same type, for example AddAll() and another.",
            "Drop one of the calls."),

        // 4xx: what a kernel demands of its node.
        new(
            ErrorCode.InputCountMismatch,
            Miswritten,
            "Convert the model again; `tinyinterp inspect MODEL` shows the node."),
        new(
            ErrorCode.OutputCountMismatch,
            Miswritten,
            "Convert the model again; `tinyinterp inspect MODEL` shows the node."),
        new(
            ErrorCode.InputMissing,
            "A converter left out (-1) an input that the operator needs.",
            "Convert the model again; add the missing constant when editing by hand."),
        new(
            ErrorCode.TypeUnsupported,
            "The operator has no arithmetic for this type, at least not for this input.",
            "Quantise to int8 or int16, or keep the operator in float32; docs/operators.md lists the types."),
        new(
            ErrorCode.TypeMismatch,
            "Quantisation was partial: one tensor is an integer, its partner is not, or a width differs.",
            "Quantise the whole model, or put QUANTIZE and DEQUANTIZE around the part that stays in float."),
        new(
            ErrorCode.RankUnsupported,
            "The tensor has more or fewer dimensions than the operator defines.",
            "Reshape before and after the operator; images are [batch, height, width, channels]."),
        new(
            ErrorCode.ShapeMismatch,
            "The shape that the file states is not what the operator computes: shapes were edited, or a dynamic shape was "
                + "fixed by hand.",
            "Convert the model again with a fixed input shape, so that all shapes are computed anew."),
        new(
            ErrorCode.QuantizationMissing,
            "An integer tensor has no scale: the model was quantised only in part.",
            "Quantise the model fully, with calibration data."),
        new(
            ErrorCode.QuantizationMismatch,
            "Operators that only move or select data need one scale and zero point for input and output.",
            "Quantise again with a tool that knows these constraints; `tinyinterp inspect MODEL` shows both."),
        new(
            ErrorCode.QuantizationUnsupported,
            "Some operators fix their quantisation: softmax and logistic give 1/256 and -128 for int8, tanh 1/128 and 0; "
                + "int16 and weights need zero point 0.",
            "Quantise again with a tool that knows these constraints."),
        new(
            ErrorCode.PerChannelUnsupported,
            "Per-channel scales on an operator that multiplies by one scale.",
            "Quantise that tensor per tensor."),
        new(
            ErrorCode.OptionsMissing,
            Miswritten,
            "Convert the model again; an operator carries the options table of its own kind."),
        new(
            ErrorCode.OptionInvalid,
            "A stride, dilation, block size or the like is zero, negative or out of range: the file is damaged or edited.",
            "Convert the model again."),
        new(
            ErrorCode.OptionUnsupported,
            "The operator is used in a way that its kernel does not implement, for example an activation it cannot fuse.",
            "Change the operator in the original model; docs/operators.md states the limits of each kernel."),
        new(
            ErrorCode.ConstantRequired,
            "An axis, a shape, a permutation or a weight is computed by the model, but memory is planned before anything "
                + "runs.",
            "Make it a constant of the model: fold constants, fix shapes."),
        new(
            ErrorCode.ConstantInvalid,
            "An axis lies outside the rank, a permutation repeats a dimension, or a size does not fit.",
            "Convert the model again; check the constant with `tinyinterp inspect MODEL`."),
        new(
            ErrorCode.SubgraphMismatch,
            "The inputs or outputs of a branch or loop body differ from those of its node.",
            "Convert the model again; keep the body's shapes the same in every round."),
        new(
            ErrorCode.VariableRequired,
            "The state of a recurrent operator is not marked as variable.",
            "Convert the model again with state tensors (is_variable)."),
        new(
            ErrorCode.CustomOptionsInvalid,
            "The custom operator's option bytes are not a FlexBuffer map, or hold a value out of range.",
            "Convert with the version of the custom operator that its kernel was written for."),
        new(
            ErrorCode.ResourceInvalid,
            "A resource variable is read before it is assigned, or assigned with another shape or type.",
            "Keep the CALL_ONCE that initialises it; assign one shape and type only."),

        // 5xx: run-time data and calls in the wrong order.
        new(
            ErrorCode.NotAllocated,
            "Input, Output or Invoke was used before AllocateTensors, or although it failed.",
            "Call AllocateTensors() once, first, and do not go on after its exception."),
        new(
            ErrorCode.AlreadyAllocated,
            "AllocateTensors was called a second time.",
            "Call it once for each interpreter; make a new interpreter for another model."),
        new(
            ErrorCode.NoSuchTensor,
            "The index or name of an input or output is not one that the model has.",
            "`tinyinterp inspect MODEL` lists inputs and outputs with their names."),
        new(
            ErrorCode.TensorDataMismatch,
            "An array of another length or type was copied into or out of a tensor.",
            "Give exactly the number of elements, in the tensor's type; Quantize takes real numbers."),
        new(
            ErrorCode.IndexOutOfRange,
            "An index among the data, for example of GATHER or of an embedding, points beyond its table.",
            "Check the input data: token ids and positions must be below the table's size."),
        new(
            ErrorCode.DivisionByZero,
            "An integer divisor among the data is zero.",
            "Keep zero out of the divisor, or compute in float32."),
        new(
            ErrorCode.ValueOutOfRange,
            "A size, depth or the like among the data is beyond what was planned for.",
            "Keep the value within the limit in the message."),
        new(
            ErrorCode.ArgumentInvalid,
            "A null, an index out of range, or a write to a constant tensor in the app's own call.",
            "Look at the call on top of the stack trace."),
        new(
            ErrorCode.FileMissing,
            "ModelFile.Load was given a path that leads nowhere: internal storage is I:\\, an SD card D:\\ once it is mounted.",
            "List the volume with Directory.GetFiles; mount the card before loading; deploy the file (samples/model-from-file)."),
        new(
            ErrorCode.FileUnreadable,
            "The card was pulled out, or the file was cut while it was written.",
            "Write the file again and compare its length with the original's."),
        new(
            ErrorCode.FileTooShort,
            "An empty file: it was created, but not written.",
            "Write the file again and compare its length with the original's."),
        new(
            ErrorCode.FileTooLarge,
            "A device takes the model's bytes into one array: at most 786,000 bytes, and what its heap has in one piece.",
            "Quantise or prune the model, use a board with PSRAM, or run `tinyinterp compile`, which leaves the weights in flash."),
        new(
            ErrorCode.FileForeign,
            "Another file under this name, or a text-mode copy that changed its bytes.",
            "Copy the .tflite file as binary; tinyinterp inspect says whether it is a model."),
    };

    /// <summary>The entry of a code given by number or name, in any case; null where there is none.</summary>
    internal static ErrorAdvice? Find(string code)
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

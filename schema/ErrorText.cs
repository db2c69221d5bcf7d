// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

#if !NANOFRAMEWORK_1_0
using System.Text;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>Error messages in words, for the desktop build. A device's string table has no room for them.</summary>
public static class ErrorText
{
    /// <summary>One line that says what is wrong, where, and what to do.</summary>
    public static string Describe(
        ErrorCode code, int subgraph, int node, int tensor, long expected, long found, string customName = null)
    {
        StringBuilder text = new StringBuilder();
        text.Append("error ").Append((int)code).Append(" (").Append(code).Append(')');
        if (subgraph >= 0)
        {
            text.Append(", subgraph ").Append(subgraph);
        }

        if (node >= 0)
        {
            text.Append(", node ").Append(node);
        }

        if (tensor >= 0)
        {
            text.Append(code == ErrorCode.OperatorCodeInvalid ? ", entry " : ", tensor ").Append(tensor);
        }

        return text.Append(": ").Append(Sentence(code, node, expected, found, customName)).ToString();
    }

    /// <summary>The text of a string in the model.</summary>
    public static string ReadString(FlatBufferReader reader, int position)
    {
        return position == 0 ? string.Empty : Encoding.UTF8.GetString(reader.Data, position + 4, reader.VectorLength(position));
    }

    /// <summary>The method of the op resolver that registers an operator's kernel.</summary>
    public static string RegistrationCall(BuiltinOperator code, string customName)
    {
        return code == BuiltinOperator.Custom ? CustomCall(customName) : "Add" + code + "()";
    }

    /// <summary>
    /// The registration call of a custom operator. Those of the library have calls of their own; an app's use AddCustom.
    /// </summary>
    private static string CustomCall(string name)
    {
        switch (name)
        {
            case "CIRCULAR_BUFFER":
                return "AddCircularBuffer()";
            case "TFLite_Detection_PostProcess":
                return "AddDetectionPostProcess()";
            case "TFLM_DECODE":
                return "AddTflmDecode()";
            case "TINYINTERP_PATCHES":
                return "AddPatches()";
            case "TINYINTERP_PATCH_WINDOW":
                return "AddPatchWindow()";
            case "SignalPCAN":
                return "AddSignalPcan()";
            case "SignalDelay":
            case "SignalEnergy":
            case "SignalFftAutoScale":
            case "SignalFilterBank":
            case "SignalFilterBankLog":
            case "SignalFilterBankSpectralSubtraction":
            case "SignalFilterBankSquareRoot":
            case "SignalFramer":
            case "SignalIrfft":
            case "SignalOverlapAdd":
            case "SignalRfft":
            case "SignalStacker":
            case "SignalWindow":
                return "Add" + name + "()";
            default:
                return "AddCustom(\"" + name + "\", ...)";
        }
    }

    private static string Damaged(string what, long expected, long found)
    {
        return what + " (limit " + expected + ", found " + found
            + "); it is truncated or not written by a FlatBuffer library; fetch or convert it again";
    }

    private static string Sentence(ErrorCode code, int node, long expected, long found, string customName)
    {
        string call = RegistrationCall((BuiltinOperator)expected, customName);
        switch (code)
        {
            case ErrorCode.ModelEmpty:
                return "the model has no bytes; pass the contents of a .tflite file";
            case ErrorCode.ModelTooShort:
                return "the model has " + found + " bytes, too few for any .tflite file; is it truncated?";
            case ErrorCode.IdentifierWrong:
                return "the bytes are not a .tflite model: the identifier TFL3 is missing at byte 4";
            case ErrorCode.RootOutOfBounds:
                return "the root table would lie at byte " + found + " of " + expected + "; the model is truncated or damaged";
            case ErrorCode.TableOutOfBounds:
                return Damaged("a table lies outside the file or off its alignment", expected, found);
            case ErrorCode.VtableInvalid:
                return Damaged("a vtable lies outside the file or is malformed", expected, found);
            case ErrorCode.FieldOutOfBounds:
                return Damaged("a field lies outside its table or off its alignment", expected, found);
            case ErrorCode.VectorOutOfBounds:
                return Damaged("a vector or string leaves the file", expected, found);
            case ErrorCode.VectorMisaligned:
                return Damaged("a vector lies off its alignment", expected, found);
            case ErrorCode.StringUnterminated:
                return Damaged("a string is not closed by a zero byte", expected, found);
            case ErrorCode.ChecksumWrong:
                return "the embedded model is not what it was: " + expected + " expected, " + found
                    + " found (checksum, or number of bytes); embed and flash it again";
            case ErrorCode.TooManyTables:
                return "the file refers to the same parts so often that they sum up to more than " + expected
                    + " bytes; it is damaged or hostile";
            case ErrorCode.RequiredFieldMissing:
                return "the subgraph has no list of tensors (field " + expected + "); convert the model again";
            case ErrorCode.UnionTagInvalid:
                return "options tag " + found + " is unknown or stands without its table; the model is damaged or newer than this library";
            case ErrorCode.ExternalDataOutOfBounds:
                return "data behind the FlatBuffer (" + found + " bytes) leaves the file, which has room for " + expected
                    + "; the file is truncated";
            case ErrorCode.VersionUnsupported:
                return "schema version " + found + " is not supported; only version 3 is";
            case ErrorCode.SubgraphMissing:
                return "the model has no subgraph to run";
            case ErrorCode.OperatorCodeInvalid:
                return "operator " + found + " is no known builtin (last: " + expected + ") or is a custom operator without a name";
            case ErrorCode.OpcodeIndexOutOfRange:
                return "operator code index " + found + " does not exist; the model has " + expected;
            case ErrorCode.TensorIndexOutOfRange:
                return "tensor index " + found + " does not exist; the subgraph has " + expected;
            case ErrorCode.BufferIndexOutOfRange:
                return "buffer index " + found + " does not exist; the model has " + expected;
            case ErrorCode.SubgraphIndexOutOfRange:
                return "subgraph index " + found + " does not exist; the model has " + expected;
            case ErrorCode.TensorTypeUnknown:
                return "tensor type " + found + " is unknown; the model is damaged or newer than this library";
            case ErrorCode.RankTooHigh:
                return "the tensor has " + found + " dimensions; at most " + expected + " are supported";
            case ErrorCode.DimensionNotPositive:
                return "a dimension is " + found + "; convert the model with a fixed, non-empty shape";
            case ErrorCode.ShapeOverflow:
                return "the shape has more than " + expected + " elements";
            case ErrorCode.ConstantSizeMismatch:
                return "the constant has " + found + " bytes; its shape and type need " + expected;
            case ErrorCode.ScaleInvalid:
                return "scale number " + expected + " is not a finite positive number; quantise the model again";
            case ErrorCode.ZeroPointOutOfRange:
                return "zero point " + found + " does not fit the tensor's type";
            case ErrorCode.ChannelCountMismatch:
                return "the tensor has " + found + " scales or zero points where its shape asks for " + expected;
            case ErrorCode.QuantizedDimensionOutOfRange:
                return "quantised dimension " + found + " does not exist; the tensor has " + expected;
            case ErrorCode.SparsityUnsupported:
                return "sparse tensors are not supported; convert the model without sparsity (densify it)";
            case ErrorCode.TensorProducedTwice:
                return "the tensor is written twice, or is a constant or graph input that a node writes";
            case ErrorCode.TensorUsedBeforeProduced:
                return "the tensor is read before anything has written it";
            case ErrorCode.SubgraphCycle:
                return "subgraphs call each other in a circle";
            case ErrorCode.VariableHasData:
                return "a variable tensor carries " + found + " bytes of constant data";
            case ErrorCode.SignatureInvalid:
                return "a signature names tensor " + found + ", which is no input or output of its subgraph";
            case ErrorCode.GraphTooLarge:
                return found + " entries are more than the supported " + expected;
            case ErrorCode.KernelMissing:
                return "no kernel is registered for " + (customName ?? ((BuiltinOperator)expected).ToString()) + "; call resolver." + call;
            case ErrorCode.KernelTypeMissing:
                return "no registered kernel of " + (customName ?? ((BuiltinOperator)expected).ToString()) + " takes type "
                    + (TensorType)found + "; see docs/operators.md for what there is"
                    + ((TensorType)found == TensorType.Float32 ? " and call resolver.Add" + (BuiltinOperator)expected
                        + "Float()" : string.Empty);
            case ErrorCode.OperatorVersionUnsupported:
                return "version " + found + " of " + (BuiltinOperator)expected
                    + " is newer than its kernel; convert the model for an older runtime";
            case ErrorCode.ArenaTooSmall:
                return node < 0
                    ? "the arena needs " + expected + " bytes and its budget is " + found + "; use new TensorArena(" + expected + ")"
                    : "up to this node kernels ask for " + expected
                        + " bytes, far more than the model's size explains; the budget is " + found;
            case ErrorCode.TensorTypeUnsupported:
                return "tensors of type " + (TensorType)found + " cannot be run; convert the model to int8, int16 or float32";
            case ErrorCode.OfflinePlanInvalid:
                return "the OfflineMemoryAllocation metadata is malformed (expected " + expected + ", found " + found
                    + "); remove it or plan again";
            case ErrorCode.OfflinePlanOverlap:
                return "the OfflineMemoryAllocation metadata lays the tensor over tensor " + expected + " while both are live; plan again";
            case ErrorCode.PlanOverflow:
                return "the tensors need more than 2 GB";
            case ErrorCode.KernelRegisteredTwice:
                return "a kernel of " + (BuiltinOperator)found + " for one of the types is registered already; drop one of the calls";
            case ErrorCode.InputCountMismatch:
                return "the node has " + found + " inputs; the operator takes " + expected;
            case ErrorCode.OutputCountMismatch:
                return "the node has " + found + " outputs; the operator makes " + expected;
            case ErrorCode.InputMissing:
                return "input " + expected + " is left out but needed";
            case ErrorCode.TypeUnsupported:
                return "type " + (TensorType)found + " is not supported here; the operator takes " + (TypeSet)expected;
            case ErrorCode.TypeMismatch:
                return "type " + (TensorType)found + " should be " + (TensorType)expected;
            case ErrorCode.RankUnsupported:
                return found + " dimensions are not supported here; the limit is " + expected;
            case ErrorCode.ShapeMismatch:
                return "the shape does not fit the operator's other tensors and options: " + expected + " needed, " + found + " found";
            case ErrorCode.QuantizationMissing:
                return "the tensor needs a scale and a zero point; quantise the model fully";
            case ErrorCode.QuantizationMismatch:
                return "scale and zero point must equal those of the operator's other tensor (zero points " + expected + " and "
                    + found + ")";
            case ErrorCode.QuantizationUnsupported:
                return "the operator does not take this scale or zero point (" + found + " where " + expected + " is needed)";
            case ErrorCode.PerChannelUnsupported:
                return "the operator takes one scale per tensor; found " + found;
            case ErrorCode.OptionsMissing:
                return "the options belong to another operator (" + (BuiltinOptionsType)found + " instead of "
                    + (BuiltinOptionsType)expected + ")";
            case ErrorCode.OptionInvalid:
                return "an option has the impossible value " + found;
            case ErrorCode.OptionUnsupported:
                return "an option has the unsupported value " + found;
            case ErrorCode.ConstantRequired:
                return "input " + expected + " must be a constant";
            case ErrorCode.ConstantInvalid:
                return "a constant has the impossible value " + found + " (limit " + expected + ")";
            case ErrorCode.SubgraphMismatch:
                return "the called subgraph does not fit the node: " + expected + " needed, " + found + " found";
            case ErrorCode.VariableRequired:
                return "input " + expected + " must be a variable tensor";
            case ErrorCode.CustomOptionsInvalid:
                return "the custom operator's options cannot be read or have the impossible value " + found;
            case ErrorCode.ResourceInvalid:
                return "the resource variable is not initialised, or of another size or type: " + expected + " needed, " + found
                    + " found";
            case ErrorCode.NotAllocated:
                return "call AllocateTensors() first, and let it succeed";
            case ErrorCode.AlreadyAllocated:
                return "AllocateTensors() has been called before";
            case ErrorCode.NoSuchTensor:
                return found < 0
                    ? "no input or output has this name; there are " + expected
                    : "input or output " + found + " does not exist; there are " + expected;
            case ErrorCode.TensorDataMismatch:
                return expected + " elements or bytes are needed, " + found + " are there";
            case ErrorCode.IndexOutOfRange:
                return "index " + found + " is outside 0 to " + (expected - 1);
            case ErrorCode.DivisionByZero:
                return "an element of the divisor is zero";
            case ErrorCode.ValueOutOfRange:
                return "value " + found + " among the run-time data is not supported (limit " + expected + ")";
            case ErrorCode.ArgumentInvalid:
                return "an argument is null or out of range, or a constant was to be written";
            case ErrorCode.FileMissing:
                return "there is no file " + customName + "; check the path, and that its volume is mounted";
            case ErrorCode.FileUnreadable:
                return "file " + customName + " cannot be read to its end (" + found + " of " + expected + " bytes); write it again";
            case ErrorCode.FileTooShort:
                return "file " + customName + " has " + found + " bytes, too few for any .tflite model; write it again";
            case ErrorCode.FileTooLarge:
                return "file " + customName + " has " + found + " bytes, for which there is no memory in one piece; use a smaller model";
            case ErrorCode.FileForeign:
                return "file " + customName + " is not a .tflite model: the identifier TFL3 is missing at byte 4";
            default:
                return "unknown error";
        }
    }
}
#endif

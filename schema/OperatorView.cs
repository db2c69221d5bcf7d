// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>One node: an operator, its tensors and its options.</summary>
public sealed class OperatorView : TableView
{
    /// <summary>The tensor index of an optional input that is left out.</summary>
    public const int Absent = -1;

    internal const int OpcodeIndexField = 0;
    internal const int InputsField = 1;
    internal const int OutputsField = 2;
    internal const int OptionsTypeField = 3;
    internal const int OptionsField = 4;
    internal const int CustomOptionsField = 5;
    internal const int CustomOptionsFormatField = 6;
    internal const int MutatingVariableInputsField = 7;
    internal const int IntermediatesField = 8;
    internal const int LargeCustomOptionsOffsetField = 9;
    internal const int LargeCustomOptionsSizeField = 10;
    internal const int Options2TypeField = 11;
    internal const int Options2Field = 12;

    /// <summary>A view that reads through <paramref name="reader"/>.</summary>
    public OperatorView(FlatBufferReader reader)
        : base(reader)
    {
    }

    /// <summary>Index into the model's operator codes.</summary>
    public int OpcodeIndex => Reader.Int32Field(Position, OpcodeIndexField, 0);

    /// <summary>Number of inputs, absent ones included.</summary>
    public int InputCount => Count(InputsField);

    /// <summary>Number of outputs.</summary>
    public int OutputCount => Count(OutputsField);

    /// <summary>Number of intermediate tensors.</summary>
    public int IntermediateCount => Count(IntermediatesField);

    /// <summary>Which options table the node has; 0 for none.</summary>
    public BuiltinOptionsType OptionsType => (BuiltinOptionsType)Reader.ByteField(Position, OptionsTypeField, 0);

    /// <summary>Position of the options table, or 0.</summary>
    public int Options => Reader.Reference(Position, OptionsField);

    /// <summary>Which options table of the second union the node has; 0 for none.</summary>
    public int Options2Type => Reader.ByteField(Position, Options2TypeField, 0);

    /// <summary>Position of the options table of the second union, or 0.</summary>
    public int Options2 => Reader.Reference(Position, Options2Field);

    /// <summary>Whether the custom options lie behind the FlatBuffer.</summary>
    public bool CustomOptionsOutside => Reader.Int64Field(Position, LargeCustomOptionsOffsetField, 0) > 1;

    /// <summary>Position of a custom operator's option bytes. Meaningful only if <see cref="CustomOptionsLength"/> is not 0.</summary>
    public int CustomOptionsPosition => CustomOptionsOutside
        ? (int)Reader.Int64Field(Position, LargeCustomOptionsOffsetField, 0)
        : Reader.Reference(Position, CustomOptionsField) + 4;

    /// <summary>Number of bytes of a custom operator's options.</summary>
    public int CustomOptionsLength => CustomOptionsOutside
        ? (int)Reader.Int64Field(Position, LargeCustomOptionsSizeField, 0)
        : Count(CustomOptionsField);

    /// <summary>Tensor index of input <paramref name="index"/>, or <see cref="Absent"/>.</summary>
    public int Input(int index)
    {
        return Int32At(InputsField, index);
    }

    /// <summary>Tensor index of output <paramref name="index"/>.</summary>
    public int Output(int index)
    {
        return Int32At(OutputsField, index);
    }

    /// <summary>Tensor index of intermediate <paramref name="index"/>, or <see cref="Absent"/>.</summary>
    public int Intermediate(int index)
    {
        return Int32At(IntermediatesField, index);
    }
}

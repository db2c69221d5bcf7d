// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// The bytes of a constant. They are a vector inside the FlatBuffer, or, in files above 2 GB and files laid out like them, data behind
/// the FlatBuffer that the table locates by offset and size.
/// </summary>
public sealed class BufferView : TableView
{
    internal const int DataField = 0;
    internal const int OffsetField = 1;
    internal const int SizeField = 2;

    /// <summary>A view that reads through <paramref name="reader"/>.</summary>
    public BufferView(FlatBufferReader reader)
        : base(reader)
    {
    }

    /// <summary>Whether the bytes lie behind the FlatBuffer. The format reserves offsets 0 and 1 for "not used".</summary>
    public bool IsOutside => Reader.Int64Field(Position, OffsetField, 0) > 1;

    /// <summary>Position of the first byte in the model.</summary>
    public int DataPosition => IsOutside ? (int)Reader.Int64Field(Position, OffsetField, 0) : Reader.Reference(Position, DataField) + 4;

    /// <summary>Number of bytes; 0 for an empty buffer.</summary>
    public int DataLength => IsOutside ? (int)Reader.Int64Field(Position, SizeField, 0) : Count(DataField);
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// Bytes of a constant, either as a vector inside the FlatBuffer or, in files beyond 2 GB and those written like them, by offset
/// and size behind it.
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

    /// <summary>Whether the bytes lie behind the FlatBuffer. Offsets 0 and 1 are the format's marks for "not used".</summary>
    public bool IsOutside => Reader.Int64Field(Position, OffsetField, 0) > 1;

    /// <summary>Position of the first byte in the model.</summary>
    public int DataPosition => IsOutside ? (int)Reader.Int64Field(Position, OffsetField, 0) : Reader.Reference(Position, DataField) + 4;

    /// <summary>Number of bytes; 0 for an empty buffer.</summary>
    public int DataLength => IsOutside ? (int)Reader.Int64Field(Position, SizeField, 0) : Count(DataField);
}

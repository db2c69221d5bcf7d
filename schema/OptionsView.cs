// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// A node's options table, whatever operator it belongs to. The verifier has proved its vtable; each read here proves that the field
/// is wide enough, because only the reader knows how wide it must be. An absent table reads as all defaults.
/// The constants of <see cref="Conv2DOptions"/> and its like name the fields.
/// </summary>
public sealed class OptionsView : TableView
{
    private const int IdBits = 8;
    private const int IdMask = (1 << IdBits) - 1;

    /// <summary>A view that reads through <paramref name="reader"/>.</summary>
    public OptionsView(FlatBufferReader reader)
        : base(reader)
    {
    }

    /// <summary>Whether the node carries the table at all.</summary>
    public bool IsPresent => Position != 0;

    /// <summary>A boolean field.</summary>
    public bool Bool(BoolOption option)
    {
        int field = Checked((int)option & IdMask, 1);
        return field == 0 ? (int)option > IdMask : Reader.Data[field] != 0;
    }

    /// <summary>A signed byte field, also of enumerations.</summary>
    public int SByte(SByteOption option)
    {
        int field = Checked((int)option & IdMask, 1);
        return field == 0 ? (int)option >> IdBits : (sbyte)Reader.Data[field];
    }

    /// <summary>A 32-bit integer field.</summary>
    public int Int32(Int32Option option)
    {
        int field = Checked((int)option & IdMask, 4);
        return field == 0 ? (int)option >> IdBits : Reader.ReadInt32(field);
    }

    /// <summary>A single field.</summary>
    public float Single(SingleOption option)
    {
        int field = Checked((int)option, 4);
        return field == 0 ? 0f : Reader.ReadSingle(field);
    }

    /// <summary>Number of elements in a vector field of 32-bit integers; 0 where it is absent.</summary>
    public int Int32Count(Int32VectorOption option)
    {
        int vector = CheckedVector((int)option, 4);
        return vector == 0 ? 0 : Reader.ReadInt32(vector);
    }

    /// <summary>An element of a vector field of 32-bit integers.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.VectorOutOfBounds"/>: there is no such element.</exception>
    public int Int32At(Int32VectorOption option, int index)
    {
        int count = Int32Count(option);
        if (index < 0 || index >= count)
        {
            throw Errors.Of(ErrorCode.VectorOutOfBounds, count, index);
        }

        return Int32At((int)option, index);
    }

    /// <summary>Position of a string field, 0 where it is absent.</summary>
    public int Text(TextOption option)
    {
        return CheckedVector((int)option, 1);
    }

    private int Checked(int id, int width)
    {
        if (Position == 0)
        {
            return 0;
        }

        int field = Reader.Field(Position, id);
        if (field == 0)
        {
            return 0;
        }

        int vtable = Position - Reader.ReadInt32(Position);
        int tableSize = Reader.ReadUInt16(vtable + 2);
        if (field - Position < 4 || field - Position > tableSize - width || (field & (width - 1)) != 0)
        {
            throw Errors.Of(ErrorCode.FieldOutOfBounds, tableSize, field - Position);
        }

        return field;
    }

    private int CheckedVector(int id, int elementWidth)
    {
        int field = Checked(id, 4);
        if (field == 0)
        {
            return 0;
        }

        int length = Reader.Data.Length;
        int offset = Reader.ReadInt32(field);
        if (offset <= 0 || offset > length - 4 - field)
        {
            throw Errors.Of(ErrorCode.VectorOutOfBounds, length - 4 - field, offset);
        }

        int vector = field + offset;
        if ((vector & 3) != 0)
        {
            throw Errors.Of(ErrorCode.VectorMisaligned, elementWidth, vector);
        }

        int count = Reader.ReadInt32(vector);
        if (count < 0 || count > (length - vector - 4) / elementWidth)
        {
            throw Errors.Of(ErrorCode.VectorOutOfBounds, (length - vector - 4) / elementWidth, count);
        }

        return vector;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// A node's options table, of any operator. The verifier has checked the table's place and its vtable, but not its fields: only the
/// kernel that reads a field knows its type. So each read here checks the field's offset, width and alignment. An absent table reads as
/// all defaults. The constants of <see cref="Conv2DOptions"/> and the classes like it name the fields.
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

    /// <summary>Whether the node has the table at all.</summary>
    public bool IsPresent => Position != 0;

    /// <summary>A boolean field, or its default if the table omits it.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.FieldOutOfBounds"/>: the field lies outside its table.</exception>
    public bool Bool(BoolOption option)
    {
        int field = Checked((int)option & IdMask, 1);
        return field == 0 ? (int)option > IdMask : Reader.Data[field] != 0;
    }

    /// <summary>A signed byte field or an enumeration, or its default if the table omits it.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.FieldOutOfBounds"/>: the field lies outside its table.</exception>
    public int SByte(SByteOption option)
    {
        int field = Checked((int)option & IdMask, 1);
        return field == 0 ? (int)option >> IdBits : (sbyte)Reader.Data[field];
    }

    /// <summary>A 32-bit integer field, or its default if the table omits it.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.FieldOutOfBounds"/>: the field lies outside its table.</exception>
    public int Int32(Int32Option option)
    {
        int field = Checked((int)option & IdMask, 4);
        return field == 0 ? (int)option >> IdBits : Reader.ReadInt32(field);
    }

    /// <summary>A float32 field, or 0 if the table omits it.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.FieldOutOfBounds"/>: the field lies outside its table.</exception>
    public float Single(SingleOption option)
    {
        int field = Checked((int)option, 4);
        return field == 0 ? 0f : Reader.ReadSingle(field);
    }

    /// <summary>Number of elements of a vector of 32-bit integers; 0 if the table omits it.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.VectorOutOfBounds"/>: the vector lies outside the model.</exception>
    public int Int32Count(Int32VectorOption option)
    {
        int vector = CheckedVector((int)option, 4);
        return vector == 0 ? 0 : Reader.ReadInt32(vector);
    }

    /// <summary>An element of a vector of 32-bit integers.</summary>
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

    /// <summary>Position of a string, or 0 if the table omits it.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.VectorOutOfBounds"/>: the string lies outside the model.</exception>
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

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Schema;

/// <summary>
/// Reads FlatBuffer tables, vectors and strings in place. A position is a byte index into <see cref="Data"/>. Position 0 means absent:
/// only the root offset lies there. The reader checks no bounds. <see cref="ModelVerifier"/> checks the model's structure before anything
/// else reads it, and <see cref="OptionsView"/> checks the fields of options tables as it reads them.
/// </summary>
public sealed class FlatBufferReader
{
    private readonly byte[] _data;

    /// <summary>Reads from <paramref name="data"/>, which is referenced, not copied.</summary>
    public FlatBufferReader(byte[] data)
    {
        _data = data;
    }

    /// <summary>The bytes read from.</summary>
    public byte[] Data => _data;

    /// <summary>Position of the root table.</summary>
    public int Root => ReadInt32(0);

    /// <summary>The little-endian 16-bit unsigned value at a position.</summary>
    public int ReadUInt16(int position)
    {
        return _data[position] | (_data[position + 1] << 8);
    }

    /// <summary>The little-endian 32-bit value at a position.</summary>
    public int ReadInt32(int position)
    {
        return _data[position] | (_data[position + 1] << 8) | (_data[position + 2] << 16) | (_data[position + 3] << 24);
    }

    /// <summary>The little-endian 64-bit value at a position.</summary>
    public long ReadInt64(int position)
    {
        return BitConverter.ToInt64(_data, position);
    }

    /// <summary>The little-endian float32 at a position.</summary>
    public float ReadSingle(int position)
    {
        return BitConverter.ToSingle(_data, position);
    }

    /// <summary>Position of a table's field, or 0 if the table omits it, which means its default.</summary>
    public int Field(int table, int id)
    {
        int vtable = table - ReadInt32(table);
        int entry = 4 + 2 * id;
        if (entry >= ReadUInt16(vtable))
        {
            return 0;
        }

        int offset = ReadUInt16(vtable + entry);
        return offset == 0 ? 0 : table + offset;
    }

    /// <summary>An unsigned byte field, or the default if the table omits it.</summary>
    public int ByteField(int table, int id, int defaultValue)
    {
        int field = Field(table, id);
        return field == 0 ? defaultValue : _data[field];
    }

    /// <summary>A signed byte field, or the default if the table omits it.</summary>
    public int SByteField(int table, int id, int defaultValue)
    {
        int field = Field(table, id);
        return field == 0 ? defaultValue : (sbyte)_data[field];
    }

    /// <summary>A 32-bit field, or the default if the table omits it.</summary>
    public int Int32Field(int table, int id, int defaultValue)
    {
        int field = Field(table, id);
        return field == 0 ? defaultValue : ReadInt32(field);
    }

    /// <summary>A 64-bit field, or the default if the table omits it.</summary>
    public long Int64Field(int table, int id, long defaultValue)
    {
        int field = Field(table, id);
        return field == 0 ? defaultValue : ReadInt64(field);
    }

    /// <summary>Position of the table, vector or string that an offset field refers to, or 0 if the field is absent.</summary>
    public int Reference(int table, int id)
    {
        int field = Field(table, id);
        return field == 0 ? 0 : field + ReadInt32(field);
    }

    /// <summary>Number of elements of a vector, or of bytes of a string; 0 if it is absent.</summary>
    public int VectorLength(int vector)
    {
        return vector == 0 ? 0 : ReadInt32(vector);
    }

    /// <summary>Position of a table in a vector of tables.</summary>
    public int VectorTable(int vector, int index)
    {
        int element = vector + 4 + 4 * index;
        return element + ReadInt32(element);
    }

    /// <summary>An element of a vector of 32-bit values.</summary>
    public int VectorInt32(int vector, int index)
    {
        return ReadInt32(vector + 4 + 4 * index);
    }

    /// <summary>Whether the UTF-8 string at a position equals <paramref name="text"/>. Allocates nothing.</summary>
    public bool StringEquals(int position, string text)
    {
        if (position == 0)
        {
            return false;
        }

        int at = position + 4;
        int end = at + ReadInt32(position);
        for (int i = 0; i < text.Length; i++)
        {
            int scalar = text[i];
            if (scalar >= 0xD800 && scalar <= 0xDBFF && i + 1 < text.Length && text[i + 1] >= 0xDC00 && text[i + 1] <= 0xDFFF)
            {
                i++;
                scalar = 0x10000 + ((scalar - 0xD800) << 10) + (text[i] - 0xDC00);
            }

            at = MatchScalar(at, end, scalar);
            if (at < 0)
            {
                return false;
            }
        }

        return at == end;
    }

    /// <summary>The position after <paramref name="scalar"/>'s UTF-8 bytes if they stand at <paramref name="at"/>, else -1.</summary>
    private int MatchScalar(int at, int end, int scalar)
    {
        int continuation = scalar < 0x80 ? 0 : scalar < 0x800 ? 1 : scalar < 0x10000 ? 2 : 3;
        if (at + continuation >= end)
        {
            return -1;
        }

        int mark = continuation == 0 ? 0 : continuation == 1 ? 0xC0 : continuation == 2 ? 0xE0 : 0xF0;
        if (_data[at++] != (mark | (scalar >> (6 * continuation))))
        {
            return -1;
        }

        while (continuation-- > 0)
        {
            if (_data[at++] != (0x80 | ((scalar >> (6 * continuation)) & 0x3F)))
            {
                return -1;
            }
        }

        return at;
    }
}

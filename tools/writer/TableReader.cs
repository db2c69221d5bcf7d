// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TinyInterp.Writer;

/// <summary>One table of a FlatBuffer, read field by field. What lies outside the file raises an ArgumentException of some kind.</summary>
internal readonly struct TableReader
{
    private readonly byte[] _file;
    private readonly int _position;
    private readonly int _vtable;

    public TableReader(byte[] file, int position)
    {
        _file = file;
        _position = position;
        _vtable = checked(position - BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(position)));
    }

    /// <summary>One more than the highest field id this table could hold.</summary>
    public int SlotCount
    {
        get { return (BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(_vtable)) - 4) / 2; }
    }

    public bool Has(int id)
    {
        return Slot(id) != 0;
    }

    public T Scalar<T>(int id, T absent = default)
        where T : unmanaged
    {
        int slot = Slot(id);
        return slot == 0 ? absent : MemoryMarshal.Read<T>(_file.AsSpan(_position + slot));
    }

    public string? Text(int id)
    {
        byte[]? utf8 = Vector<byte>(id);
        return utf8 == null ? null : Encoding.UTF8.GetString(utf8);
    }

    public T[]? Vector<T>(int id)
        where T : unmanaged
    {
        if (!Has(id))
        {
            return null;
        }

        int position = Target(id);
        int count = BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(position));
        int size = checked(count * Unsafe.SizeOf<T>());
        return MemoryMarshal.Cast<byte, T>(_file.AsSpan(checked(position + 4), size)).ToArray();
    }

    public TableReader Table(int id)
    {
        return new TableReader(_file, Target(id));
    }

    /// <summary>Reads each table of a vector; no vector gives null.</summary>
    public List<T>? Tables<T>(int id, Func<TableReader, T> read)
    {
        if (!Has(id))
        {
            return null;
        }

        int position = Target(id);
        int count = BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(position));
        List<T> items = new List<T>();
        for (int i = 0; i < count; i++)
        {
            position = checked(position + 4);
            items.Add(read(new TableReader(_file, Follow(position))));
        }

        return items;
    }

    private int Slot(int id)
    {
        return id < SlotCount ? BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(_vtable + 4 + 2 * id)) : 0;
    }

    private int Target(int id)
    {
        return Follow(_position + Slot(id));
    }

    private int Follow(int position)
    {
        return checked(position + BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(position)));
    }
}

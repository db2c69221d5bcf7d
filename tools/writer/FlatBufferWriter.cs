// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TinyInterp.Writer;

/// <summary>
/// Writes a FlatBuffer from its end to its beginning, because a reference may only point forward: what is referred to is written first.
/// An offset returned here is the distance of the written thing from the end of the file, and stays true as the file grows.
/// </summary>
public sealed class FlatBufferWriter
{
    private readonly Dictionary<string, int> _vtables = new Dictionary<string, int>(StringComparer.Ordinal);
    private byte[] _bytes = new byte[1024];
    private int _length;
    private int _alignment = 4;

    /// <summary>How many different vtables were written; tables with the same layout share one.</summary>
    public int VtableCount
    {
        get { return _vtables.Count; }
    }

    /// <summary>Writes text as UTF-8 with the closing zero that the format asks for; no text gives offset 0.</summary>
    public int WriteString(string? text)
    {
        if (text == null)
        {
            return 0;
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Align(4, utf8.Length + 1);
        Take(1);
        utf8.CopyTo(Take(utf8.Length));
        BinaryPrimitives.WriteInt32LittleEndian(Take(4), utf8.Length);
        return _length;
    }

    /// <summary>Writes a vector of numbers or booleans; no array gives offset 0.</summary>
    /// <param name="values">The elements, in the type that the schema gives them.</param>
    /// <param name="alignment">The first element's position is a multiple of this, at least of the element's size.</param>
    public int WriteVector<T>(T[]? values, int alignment = 1)
        where T : unmanaged
    {
        if (values == null)
        {
            return 0;
        }

        // The host is little-endian, as every machine .NET 10 runs on but one, so elements are copied as they are in memory.
        ReadOnlySpan<byte> elements = MemoryMarshal.AsBytes<T>(values);
        Align(Math.Max(4, Math.Max(Unsafe.SizeOf<T>(), alignment)), elements.Length);
        elements.CopyTo(Take(elements.Length));
        BinaryPrimitives.WriteInt32LittleEndian(Take(4), values.Length);
        return _length;
    }

    /// <summary>Writes a vector of references to strings or tables.</summary>
    public int WriteOffsets(IReadOnlyList<int> offsets)
    {
        Align(4, 4 * offsets.Count);
        for (int i = offsets.Count - 1; i >= 0; i--)
        {
            WriteReference(offsets[i]);
        }

        BinaryPrimitives.WriteInt32LittleEndian(Take(4), offsets.Count);
        return _length;
    }

    /// <summary>Writes a table and, unless an equal one exists, its vtable.</summary>
    public int WriteTable(TableFields fields)
    {
        List<TableFields.Field> items = new List<TableFields.Field>(fields.Items);

        // Large fields at the end of the table, bytes next to its start: no padding between them.
        items.Sort((left, right) => left.Size != right.Size ? right.Size.CompareTo(left.Size) : right.Id.CompareTo(left.Id));

        // The end is aligned first, so that equal sets of fields always get equal layouts and therefore one vtable.
        Align(items.Count > 0 ? Math.Max(4, items[0].Size) : 4, 0);
        int end = _length;
        int slotCount = 0;
        foreach (TableFields.Field field in items)
        {
            slotCount = Math.Max(slotCount, field.Id + 1);
        }

        int[] positions = new int[slotCount];
        foreach (TableFields.Field field in items)
        {
            if (positions[field.Id] != 0)
            {
                throw new ArgumentException("Field " + field.Id + " was added twice.", nameof(fields));
            }

            WriteField(field);
            positions[field.Id] = _length;
        }

        Align(4, 4);
        Take(4);
        int table = _length;
        byte[] vtable = Vtable(positions, table, table - end);
        string key = Convert.ToHexString(vtable);
        if (!_vtables.TryGetValue(key, out int vtablePosition))
        {
            vtable.CopyTo(Take(vtable.Length));
            vtablePosition = _length;
            _vtables.Add(key, vtablePosition);
        }

        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_bytes.Length - table), vtablePosition - table);
        return table;
    }

    /// <summary>Writes the head of the file and returns the whole of it.</summary>
    /// <param name="root">Offset of the root table.</param>
    /// <param name="identifier">Four ASCII characters that tell what kind of file this is.</param>
    public byte[] Finish(int root, string identifier)
    {
        if (identifier.Length != 4)
        {
            throw new ArgumentException("A file identifier has four characters.", nameof(identifier));
        }

        Align(_alignment, 8);
        Encoding.ASCII.GetBytes(identifier).CopyTo(Take(4));
        WriteReference(root);
        return _bytes.AsSpan(_bytes.Length - _length).ToArray();
    }

    private static byte[] Vtable(int[] positions, int table, int tableSize)
    {
        byte[] vtable = new byte[4 + 2 * positions.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(vtable, checked((ushort)vtable.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(vtable.AsSpan(2), checked((ushort)tableSize));
        for (int id = 0; id < positions.Length; id++)
        {
            int distance = positions[id] == 0 ? 0 : table - positions[id];
            BinaryPrimitives.WriteUInt16LittleEndian(vtable.AsSpan(4 + 2 * id), checked((ushort)distance));
        }

        return vtable;
    }

    private void WriteField(TableFields.Field field)
    {
        Align(field.Size, field.Size);
        if (field.IsOffset)
        {
            WriteReference((int)field.Bits);
            return;
        }

        Span<byte> target = Take(field.Size);
        for (int i = 0; i < field.Size; i++)
        {
            target[i] = (byte)(field.Bits >> (8 * i));
        }
    }

    private void WriteReference(int offset)
    {
        if (offset <= 0 || offset > _length)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), "A reference must be to something already written.");
        }

        Span<byte> target = Take(4);
        BinaryPrimitives.WriteInt32LittleEndian(target, _length - offset);
    }

    // Pads so that, once the given number of bytes is written, the position is a multiple of the alignment.
    private void Align(int alignment, int bytesToCome)
    {
        _alignment = Math.Max(_alignment, alignment);
        Take(-(_length + bytesToCome) & (alignment - 1));
    }

    // The next bytes towards the beginning, all zero.
    private Span<byte> Take(int count)
    {
        if (count > _bytes.Length - _length)
        {
            byte[] larger = new byte[checked(Math.Max(2 * _bytes.Length, _length + count))];
            _bytes.AsSpan(_bytes.Length - _length).CopyTo(larger.AsSpan(larger.Length - _length));
            _bytes = larger;
        }

        _length += count;
        return _bytes.AsSpan(_bytes.Length - _length, count);
    }
}

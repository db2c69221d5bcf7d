// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Writer;

/// <summary>The bytes that follow the FlatBuffer, each piece aligned, with their place counted from the start of the file.</summary>
internal sealed class OutsideData
{
    private readonly List<byte[]> _pieces = new List<byte[]>();
    private readonly int _alignment;
    private ulong _next;

    public OutsideData(int flatBufferLength, int alignment)
    {
        _alignment = alignment;
        _next = Aligned((ulong)flatBufferLength);
    }

    public bool IsEmpty
    {
        get { return _pieces.Count == 0; }
    }

    public ulong Add(byte[] data)
    {
        ulong offset = _next;
        _pieces.Add(data);
        _next = Aligned(offset + (ulong)data.LongLength);
        return offset;
    }

    public byte[] AppendTo(byte[] flat)
    {
        byte[] file = new byte[checked((int)_next)];
        flat.CopyTo(file, 0);
        ulong position = Aligned((ulong)flat.Length);
        foreach (byte[] piece in _pieces)
        {
            piece.CopyTo(file, (long)position);
            position = Aligned(position + (ulong)piece.LongLength);
        }

        return file;
    }

    private ulong Aligned(ulong position)
    {
        ulong mask = (ulong)_alignment - 1;
        return (position + mask) & ~mask;
    }
}

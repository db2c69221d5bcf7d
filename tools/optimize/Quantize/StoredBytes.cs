// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Integers as the bytes of a constant.</summary>
internal static class StoredBytes
{
    internal static byte[] Int8(IEnumerable<int> values)
    {
        return values.Select(value => (byte)(sbyte)value).ToArray();
    }

    internal static byte[] Int16(IEnumerable<int> values)
    {
        return MemoryMarshal.AsBytes<short>(values.Select(value => (short)value).ToArray()).ToArray();
    }

    internal static byte[] Int32(IEnumerable<long> values)
    {
        return MemoryMarshal.AsBytes<int>(values.Select(value => (int)Math.Clamp(value, int.MinValue, int.MaxValue)).ToArray()).ToArray();
    }

    internal static byte[] Int64(IEnumerable<long> values)
    {
        return MemoryMarshal.AsBytes<long>(values.ToArray()).ToArray();
    }

    /// <summary>Two to a byte, the first in the low half.</summary>
    internal static byte[] Int4(int[] values)
    {
        byte[] bytes = new byte[(values.Length + 1) / 2];
        for (int i = 0; i < values.Length; i++)
        {
            bytes[i / 2] |= (byte)((values[i] & 0xF) << (i % 2 * 4));
        }

        return bytes;
    }
}

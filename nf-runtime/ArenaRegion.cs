// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// The regions into which memory is divided: one for each width of integers, and one for float32. nanoCLR cannot reinterpret memory.
/// </summary>
public static class ArenaRegion
{
    /// <summary>Index of the region of int8, uint8 and bool tensors.</summary>
    public const int Int8 = 0;

    /// <summary>Index of the region of int16 tensors.</summary>
    public const int Int16 = 1;

    /// <summary>Index of the region of int32, uint32 and resource tensors.</summary>
    public const int Int32 = 2;

    /// <summary>Index of the region of int64 and uint64 tensors.</summary>
    public const int Int64 = 3;

    /// <summary>Index of the region of float32 tensors.</summary>
    public const int Float32 = 4;

    /// <summary>Number of regions.</summary>
    public const int Count = 5;

    /// <summary>The result of <see cref="OfType"/> for types that cannot be in an arena.</summary>
    public const int None = -1;

    /// <summary>The region of tensors of a type, or <see cref="None"/>.</summary>
    public static int OfType(TensorType type)
    {
        switch (type)
        {
            case TensorType.Int8:
            case TensorType.UInt8:
            case TensorType.Bool:
                return Int8;
            case TensorType.Int16:
                return Int16;
            case TensorType.Int32:
            case TensorType.UInt32:
            case TensorType.Resource:
                return Int32;
            case TensorType.Int64:
            case TensorType.UInt64:
                return Int64;
            case TensorType.Float32:
                return Float32;
            default:
                return None;
        }
    }

    /// <summary>Number of bytes of an element in a region.</summary>
    public static int ElementSize(int region)
    {
        return region == Int8 ? 1 : region == Int16 ? 2 : region == Int64 ? 8 : 4;
    }

    /// <summary>Number of bytes of the given number of elements in each region.</summary>
    internal static long ByteCount(int[] counts)
    {
        long bytes = 0;
        for (int r = 0; r < Count; r++)
        {
            bytes += (long)counts[r] * ElementSize(r);
        }

        return bytes;
    }

    /// <summary>Allocates a typed array for a region.</summary>
    internal static Array NewArray(int region, int count)
    {
        switch (region)
        {
            case Int8:
                return new sbyte[count];
            case Int16:
                return new short[count];
            case Int32:
                return new int[count];
            case Int64:
                return new long[count];
            default:
                return new float[count];
        }
    }
}

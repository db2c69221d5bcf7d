// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>Facts about each <see cref="TensorType"/>: the width of an element, and the ranges of integers and zero points.</summary>
public static class TensorTypes
{
    /// <summary>The highest type of the schema as of 2026.</summary>
    public const int Last = (int)TensorType.Float8E5M2;

    /// <summary>Width of one element in bits; 0 for types without a fixed width.</summary>
    public static int BitsPerElement(TensorType type)
    {
        switch (type)
        {
            case TensorType.Int2:
                return 2;
            case TensorType.Int4:
            case TensorType.UInt4:
                return 4;
            case TensorType.Int8:
            case TensorType.UInt8:
            case TensorType.Bool:
            case TensorType.Float8E4M3FN:
            case TensorType.Float8E5M2:
                return 8;
            case TensorType.Int16:
            case TensorType.UInt16:
            case TensorType.Float16:
            case TensorType.BFloat16:
                return 16;
            case TensorType.Float32:
            case TensorType.Int32:
            case TensorType.UInt32:
            case TensorType.Resource:
                return 32;
            case TensorType.Int64:
            case TensorType.UInt64:
            case TensorType.Float64:
            case TensorType.Complex64:
                return 64;
            case TensorType.Complex128:
                return 128;
            default:
                return 0;
        }
    }

    /// <summary>
    /// Number of bytes that <paramref name="elements"/> elements take in a file. Types narrower than a byte are packed, and the last byte
    /// is padded.
    /// </summary>
    public static long ByteCount(TensorType type, long elements)
    {
        return (elements * BitsPerElement(type) + 7) / 8;
    }

    /// <summary>The smallest value of an integer type; 0 for the others.</summary>
    public static long MinInteger(TensorType type)
    {
        switch (type)
        {
            case TensorType.Int2:
                return -2;
            case TensorType.Int4:
                return -8;
            case TensorType.Int8:
                return sbyte.MinValue;
            case TensorType.Int16:
                return short.MinValue;
            case TensorType.Int32:
            case TensorType.Resource:
                return int.MinValue;
            case TensorType.Int64:
                return long.MinValue;
            default:
                return 0;
        }
    }

    /// <summary>The largest value of an integer type; 0 for the others.</summary>
    public static long MaxInteger(TensorType type)
    {
        switch (type)
        {
            case TensorType.Bool:
            case TensorType.Int2:
                return 1;
            case TensorType.Int4:
                return 7;
            case TensorType.UInt4:
                return 15;
            case TensorType.Int8:
                return sbyte.MaxValue;
            case TensorType.UInt8:
                return byte.MaxValue;
            case TensorType.Int16:
                return short.MaxValue;
            case TensorType.UInt16:
                return ushort.MaxValue;
            case TensorType.Int32:
            case TensorType.Resource:
                return int.MaxValue;
            case TensorType.UInt32:
                return 0xFFFFFFFFL;
            case TensorType.Int64:
                return long.MaxValue;
            default:
                return 0;
        }
    }

    /// <summary>The smallest valid zero point of the type.</summary>
    public static long MinZeroPoint(TensorType type)
    {
        return HasZeroPoint(type) ? MinInteger(type) : 0;
    }

    /// <summary>The largest valid zero point of the type.</summary>
    public static long MaxZeroPoint(TensorType type)
    {
        return HasZeroPoint(type) ? MaxInteger(type) : 0;
    }

    private static bool HasZeroPoint(TensorType type)
    {
        switch (type)
        {
            case TensorType.Int2:
            case TensorType.Int4:
            case TensorType.UInt4:
            case TensorType.Int8:
            case TensorType.UInt8:
            case TensorType.Int16:
            case TensorType.UInt16:
            case TensorType.Int32:
                return true;
            default:
                return false;
        }
    }
}

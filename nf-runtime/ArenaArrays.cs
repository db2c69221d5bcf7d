// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp;

/// <summary>
/// Memory as one array per kind of element. nanoCLR has neither pointers nor casts between arrays, so what would be one block of bytes
/// elsewhere is up to five arrays here. Code that has memory in it stores this object and an index, because the arrays may be replaced by
/// longer ones.
/// </summary>
public class ArenaArrays
{
    internal ArenaArrays()
    {
    }

    /// <summary>The int8, uint8 and bool elements, as bits; null if there are none.</summary>
    public sbyte[] Int8 { get; private set; }

    /// <summary>The int16 elements; null if there are none.</summary>
    public short[] Int16 { get; private set; }

    /// <summary>The int32, uint32 and resource elements, as bits; null if there are none.</summary>
    public int[] Int32 { get; private set; }

    /// <summary>The int64 and uint64 elements, as bits; null if there are none.</summary>
    public long[] Int64 { get; private set; }

    /// <summary>The float32 elements; null if there are none.</summary>
    public float[] Float32 { get; private set; }

    /// <summary>The array of a region, one of the constants of <see cref="ArenaRegion"/>; null if it has no elements.</summary>
    public Array Region(int region)
    {
        switch (region)
        {
            case ArenaRegion.Int8:
                return Int8;
            case ArenaRegion.Int16:
                return Int16;
            case ArenaRegion.Int32:
                return Int32;
            case ArenaRegion.Int64:
                return Int64;
            case ArenaRegion.Float32:
                return Float32;
            default:
                return null;
        }
    }

    /// <summary>Number of elements that a region has room for.</summary>
    internal int Length(int region)
    {
        Array array = Region(region);
        return array == null ? 0 : array.Length;
    }

    /// <summary>Replaces the array of a region.</summary>
    internal void Set(int region, Array array)
    {
        switch (region)
        {
            case ArenaRegion.Int8:
                Int8 = (sbyte[])array;
                break;
            case ArenaRegion.Int16:
                Int16 = (short[])array;
                break;
            case ArenaRegion.Int32:
                Int32 = (int[])array;
                break;
            case ArenaRegion.Int64:
                Int64 = (long[])array;
                break;
            default:
                Float32 = (float[])array;
                break;
        }
    }

    /// <summary>Gives a region an array of another length and copies the first <paramref name="count"/> elements.</summary>
    internal void Resize(int region, int count, int length)
    {
        if (length == Length(region))
        {
            return;
        }

        Array array = length == 0 ? null : ArenaRegion.NewArray(region, length);
        if (count != 0)
        {
            Array.Copy(Region(region), 0, array, 0, count);
        }

        Set(region, array);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// One typed part of a <see cref="TensorArena"/>: an array, a bump pointer for what lasts (variable tensors) and, above it, the block
/// that all interpreters overlay with their plans. nanoCLR cannot reinterpret memory, hence one region per element width.
/// </summary>
public sealed class ArenaRegion
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

    /// <summary>What <see cref="OfType"/> gives for types that cannot be in an arena.</summary>
    public const int None = -1;

    private readonly int _region;

    internal ArenaRegion(int region)
    {
        _region = region;
    }

    /// <summary>The array with the elements; null while nothing is reserved.</summary>
    public Array Data { get; private set; }

    /// <summary>Number of elements that last: the bump pointer.</summary>
    public int PersistentCount { get; private set; }

    /// <summary>Number of elements of the largest plan.</summary>
    public int PlanCount { get; private set; }

    /// <summary>Number of elements in all.</summary>
    public int ElementCount => PersistentCount + PlanCount;

    /// <summary>The region that tensors of a type lie in, or <see cref="None"/>.</summary>
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

    /// <summary>Bytes of one element in a region.</summary>
    public static int ElementSize(int region)
    {
        return region == Int8 ? 1 : region == Int16 ? 2 : region == Int64 ? 8 : 4;
    }

    /// <summary>A typed array for a region.</summary>
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

    /// <summary>Elements in all once a model with these needs has joined.</summary>
    internal long CountWith(int persistentCount, int planCount)
    {
        return (long)PersistentCount + persistentCount + (planCount > PlanCount ? planCount : PlanCount);
    }

    /// <summary>
    /// An array that has room for a model with these needs as well, holding what lasts so far; the present one where it has.
    /// </summary>
    internal Array Grown(int persistentCount, int planCount)
    {
        int count = (int)CountWith(persistentCount, planCount);
        if (count == ElementCount)
        {
            return Data;
        }

        Array array = NewArray(_region, count);
        if (PersistentCount != 0)
        {
            Array.Copy(Data, 0, array, 0, PersistentCount);
        }

        return array;
    }

    /// <summary>Takes a model in: bumps the pointer for what lasts and widens the plan block where its plan is the largest.</summary>
    internal void Join(Array grown, int persistentCount, int planCount)
    {
        Data = grown;
        PersistentCount += persistentCount;
        if (planCount > PlanCount)
        {
            PlanCount = planCount;
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Tests.Kernels.Neural;

/// <summary>Random nodes: the same for the same seed.</summary>
internal sealed class Draw
{
    private readonly Random _random;

    internal Draw(int seed)
    {
        _random = new Random(seed);
    }

    /// <summary>From <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    internal int Int(int min, int max)
    {
        return _random.Next(min, max + 1);
    }

    internal bool OneIn(int count)
    {
        return _random.Next(count) == 0;
    }

    /// <summary>Values over the whole range of a type, its ends more often than chance has them.</summary>
    internal long[] Values(TensorType type, int count)
    {
        int bits = type == TensorType.Int4 ? 4 : type == TensorType.Int8 ? 8 : type == TensorType.Int16 ? 16 : 20;
        long end = 1L << (bits - 1);
        return Enumerable.Range(0, count).Select(_ => OneIn(16) ? -end : OneIn(16) ? end - 1 : _random.NextInt64(-end, end)).ToArray();
    }

    internal Activation Activation()
    {
        return (Activation)Int(0, 3);
    }

    /// <summary>A scale within a factor of two below the given one.</summary>
    internal float Scale(double most)
    {
        return (float)(most * (0.5 + _random.NextDouble() / 2));
    }

    internal float[] Scales(double most, int count)
    {
        return Enumerable.Range(0, count).Select(_ => Scale(most)).ToArray();
    }

    internal long ZeroPoint(TensorType type)
    {
        return type == TensorType.Int16 ? 0 : OneIn(4) ? -128 : OneIn(4) ? 127 : Int(-128, 127);
    }
}

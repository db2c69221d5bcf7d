// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.IlMeter;

/// <summary>How often each block ran, and what that comes to.</summary>
public sealed class IlReading
{
    private readonly IReadOnlyList<BasicBlock> _blocks;
    private readonly long[] _counts;

    internal IlReading(IReadOnlyList<BasicBlock> blocks, long[] counts, int maxDepth)
    {
        _blocks = blocks;
        _counts = counts;
        MaxDepth = maxDepth;
        ByClass = new long[Enum.GetValues<IlClass>().Length];
        for (int b = 0; b < counts.Length; b++)
        {
            long count = counts[b];
            if (count == 0)
            {
                continue;
            }

            BasicBlock block = blocks[b];
            Units += count * block.Units;
            for (int c = 0; c < ByClass.Length; c++)
            {
                ByClass[c] += count * block.Instructions[c];
            }
        }
    }

    /// <summary>The deepest nesting of calls.</summary>
    public int MaxDepth { get; }

    /// <summary>Executed instructions by <see cref="IlClass"/>.</summary>
    public long[] ByClass { get; }

    /// <summary>Executed instructions.</summary>
    public long Instructions => ByClass.Sum();

    /// <summary>Executed newobj, newarr and box.</summary>
    public long Allocations => ByClass[(int)IlClass.Allocation];

    /// <summary>Cost in units.</summary>
    public double Units { get; }

    /// <summary>What ran between an earlier reading and this one.</summary>
    public IlReading Since(IlReading earlier)
    {
        long[] counts = new long[_counts.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = _counts[i] - earlier._counts[i];
        }

        return new IlReading(_blocks, counts, MaxDepth);
    }

    /// <summary>Units by method, the most expensive first.</summary>
    public IEnumerable<KeyValuePair<string, double>> ByMethod()
    {
        Dictionary<string, double> units = new();
        for (int b = 0; b < _counts.Length; b++)
        {
            if (_counts[b] != 0)
            {
                string method = _blocks[b].Method;
                units[method] = units.GetValueOrDefault(method) + _counts[b] * _blocks[b].Units;
            }
        }

        return units.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal);
    }
}

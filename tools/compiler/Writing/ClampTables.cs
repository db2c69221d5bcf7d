// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Compiler.Writing;

/// <summary>
/// The tables that clamp results: entry i is clamp(i + First). Layers with the same limits share one, as wide as the widest of them needs; so
/// indices into it are known only when all layers have said what they need.
/// </summary>
public sealed class ClampTables
{
    /// <summary>A longer table than this is not worth its RAM: the layer compares instead.</summary>
    public const int MaxCount = 4096;

    private readonly SortedDictionary<(int Min, int Max), ClampTable> _tables = new();

    /// <summary>All tables, in a fixed order.</summary>
    public IReadOnlyList<ClampTable> All => _tables.Values.ToArray();

    /// <summary>The table for two limits, wide enough for results from <paramref name="low"/> to <paramref name="high"/>; null where that is too wide.</summary>
    public ClampTable For(int min, int max, long low, long high)
    {
        if (Math.Max(high, max) - Math.Min(low, min) >= MaxCount)
        {
            return null;
        }

        if (!_tables.TryGetValue((min, max), out ClampTable table))
        {
            _tables.Add((min, max), table = new ClampTable(min, max));
        }

        table.First = (int)Math.Min(table.First, low);
        table.Last = (int)Math.Max(table.Last, high);
        return table;
    }
}

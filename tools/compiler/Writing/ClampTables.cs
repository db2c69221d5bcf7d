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
    /// <summary>How far beyond its limits a table goes; what lies further out takes two comparisons instead.</summary>
    public const int MaxMargin = 4096;

    private readonly SortedDictionary<(int Min, int Max), ClampTable> _tables = new();

    /// <summary>All tables, in a fixed order.</summary>
    public IReadOnlyList<ClampTable> All => _tables.Values.ToArray();

    /// <summary>The table for two limits, wide enough for results from <paramref name="low"/> to <paramref name="high"/>; null where that is too wide.</summary>
    public ClampTable For(int min, int max, long low, long high)
    {
        if (low < min - MaxMargin || high > max + MaxMargin)
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

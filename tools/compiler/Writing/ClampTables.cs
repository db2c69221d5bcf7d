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

    private readonly SortedDictionary<(int Min, int Max, bool IsNarrow), ClampTable> _tables = new();

    private readonly string _prefix;

    /// <summary>Tables of a model, or of one layer whose entries are something else than clamped values.</summary>
    /// <param name="prefix">What names begin with.</param>
    public ClampTables(string prefix = "clamp")
    {
        _prefix = prefix;
    }

    /// <summary>All tables, in a fixed order.</summary>
    public IReadOnlyList<ClampTable> All => _tables.Values.ToArray();

    /// <summary>The table for two limits, wide enough for results from <paramref name="low"/> to <paramref name="high"/>; null where that is too wide.</summary>
    public ClampTable? For(int min, int max, long low, long high)
    {
        return For(min, max, low, high, false);
    }

    /// <summary>
    /// The same for indices that are computed in 32 bits: layers of weighted sums, whose tables can be wide, use others, so that a first entry
    /// far below 0 does not take the bits.
    /// </summary>
    public ClampTable? Narrow(int min, int max, long low, long high)
    {
        return For(min, max, low, high, true);
    }

    private ClampTable? For(int min, int max, long low, long high, bool isNarrow)
    {
        if (min < sbyte.MinValue || max > sbyte.MaxValue || low < min - MaxMargin || high > max + MaxMargin)
        {
            return null;
        }

        if (!_tables.TryGetValue((min, max, isNarrow), out ClampTable? table))
        {
            _tables.Add((min, max, isNarrow), table = new ClampTable(min, max, isNarrow ? "narrow" : _prefix));
        }

        table.First = (int)Math.Min(table.First, low);
        table.Last = (int)Math.Max(table.Last, high);
        return table;
    }
}

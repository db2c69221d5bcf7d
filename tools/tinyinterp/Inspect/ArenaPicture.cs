// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;

namespace TinyInterp.Tool.Inspect;

/// <summary>
/// A memory plan as text: moments from left to right, memory from bottom to top, each cell the mark of what lies there. Cells are
/// coarse: where several things share one, the one with the most of its bytes shows.
/// </summary>
internal static class ArenaPicture
{
    private const string Marks = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const char Free = '·';

    /// <summary>The mark of an entry by its place in the list.</summary>
    internal static char Mark(int entry)
    {
        return Marks[entry % Marks.Length];
    }

    /// <summary>Draws a plan.</summary>
    /// <param name="arena">The plan.</param>
    /// <param name="maxWidth">Most columns; several moments share one where there are more moments.</param>
    /// <param name="height">Number of rows.</param>
    /// <returns>The rows, highest address first, each with the address where it begins.</returns>
    internal static IReadOnlyList<(long Address, string Cells)> Draw(ArenaReport arena, int maxWidth, int height)
    {
        List<(long Address, string Cells)> rows = new List<(long Address, string Cells)>();
        int step = (arena.MomentCount + maxWidth - 1) / maxWidth;
        int columns = (arena.MomentCount + step - 1) / step;
        long rowBytes = Math.Max(1, (arena.PlanBytes + height - 1) / height);
        for (long address = (arena.PlanBytes - 1) / rowBytes * rowBytes; address >= 0; address -= rowBytes)
        {
            char[] cells = new char[columns];
            for (int c = 0; c < columns; c++)
            {
                cells[c] = Cell(arena, address, Math.Min(address + rowBytes, arena.PlanBytes), c * step);
            }

            rows.Add((address, new string(cells)));
        }

        return rows;
    }

    private static char Cell(ArenaReport arena, long start, long end, int moment)
    {
        char mark = Free;
        long most = 0;
        for (int i = 0; i < arena.Entries.Count; i++)
        {
            ArenaEntry entry = arena.Entries[i];
            long shared = Math.Min(end, entry.Place + entry.Bytes) - Math.Max(start, entry.Place);
            if (entry.First <= moment && moment <= entry.Last && shared > most)
            {
                most = shared;
                mark = Mark(i);
            }
        }

        return mark;
    }
}

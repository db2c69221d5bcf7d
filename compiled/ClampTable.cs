// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Compiled;

/// <summary>Makes the tables with which compiled layers clamp their results.</summary>
public static class ClampTable
{
    /// <summary>Creates a table whose entry i is <paramref name="first"/> + i, clamped.</summary>
    /// <param name="min">The lowest value of an entry.</param>
    /// <param name="max">The highest value of an entry.</param>
    /// <param name="first">The value that entry 0 stands for.</param>
    /// <param name="last">The value that the last entry stands for.</param>
    public static sbyte[] New(int min, int max, int first, int last)
    {
        sbyte[] table = new sbyte[last - first + 1];
        for (int i = 0; i < table.Length; i++)
        {
            int value = first + i;
            table[i] = (sbyte)(value < min ? min : value > max ? max : value);
        }

        return table;
    }
}

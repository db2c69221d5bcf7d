// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Compiled;

/// <summary>Makes the tables by which compiled layers clamp their results.</summary>
public static class ClampTable
{
    /// <summary>A table whose entry i is <paramref name="first"/> + i, clamped.</summary>
    /// <param name="min">The lowest entry.</param>
    /// <param name="max">The highest entry.</param>
    /// <param name="first">What entry 0 stands for.</param>
    /// <param name="last">What the last entry stands for.</param>
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

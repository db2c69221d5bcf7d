// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;

namespace TinyInterp;

/// <summary>
/// The memory that the arena's budget leaves over, from which kernels take room for packed weights and look-up tables. Kernels share
/// tables of the same function: the first one that makes a table leaves it here for the others.
/// </summary>
public sealed class SpareMemory
{
    private readonly ArrayList _tables = new ArrayList();
    private long _left;

    internal SpareMemory(long bytes)
    {
        _left = bytes;
    }

    /// <summary>Number of bytes that kernels have taken.</summary>
    internal long TakenBytes { get; private set; }

    /// <summary>Takes bytes for an array that the caller then allocates.</summary>
    /// <returns>Whether enough were left; if not, nothing is taken.</returns>
    public bool TryTake(long bytes)
    {
        if (bytes < 0 || bytes > _left)
        {
            return false;
        }

        _left -= bytes;
        TakenBytes += bytes;
        return true;
    }

    /// <summary>A table that another kernel has made of the same function, or null.</summary>
    /// <param name="function">Identifies the function with all its parameters: different functions differ in at least one element.</param>
    public int[] FindTable(long[] function)
    {
        for (int i = 0; i < _tables.Count; i += 2)
        {
            long[] other = (long[])_tables[i];
            int k = 0;
            while (k < function.Length && other.Length == function.Length && other[k] == function[k])
            {
                k++;
            }

            if (k == function.Length && k == other.Length)
            {
                return (int[])_tables[i + 1];
            }
        }

        return null;
    }

    /// <summary>Leaves a table for other kernels with the same function.</summary>
    public void ShareTable(long[] function, int[] table)
    {
        _tables.Add(function);
        _tables.Add(table);
    }
}

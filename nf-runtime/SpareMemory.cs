// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;

namespace TinyInterp;

/// <summary>
/// What the arena's budget leaves, while kernels pack weights and make look-up tables of it. Tables of the same function are shared: who makes
/// one leaves it here for the kernels behind.
/// </summary>
public sealed class SpareMemory
{
    private readonly ArrayList _tables = new ArrayList();
    private long _left;

    internal SpareMemory(long bytes)
    {
        _left = bytes;
    }

    /// <summary>Bytes that were taken.</summary>
    internal long TakenBytes { get; private set; }

    /// <summary>Takes bytes for an array that the caller makes then.</summary>
    /// <returns>False, and nothing is taken, where fewer are left.</returns>
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

    /// <summary>A table that another kernel has made for the same function, or null.</summary>
    /// <param name="function">What the table is of and all its parameters; two functions differ in at least one.</param>
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

    /// <summary>Leaves a table for kernels with the same function.</summary>
    public void ShareTable(long[] function, int[] table)
    {
        _tables.Add(function);
        _tables.Add(table);
    }
}

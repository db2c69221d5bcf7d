// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.IlMeter;

/// <summary>
/// What instrumented code writes to: how often each basic block ran, and how deep calls nest. Static, because a counter must cost the
/// running program as little as possible; one meter runs at a time.
/// </summary>
public static class BlockCounters
{
    /// <summary>Executions of each block, by its number.</summary>
    public static long[] Counts = [];

    /// <summary>Frames on the stack now.</summary>
    public static int Depth;

    /// <summary>The most frames so far.</summary>
    public static int MaxDepth;

    /// <summary>A method of the instrumented code begins.</summary>
    public static void Enter()
    {
        if (++Depth > MaxDepth)
        {
            MaxDepth = Depth;
        }
    }

    /// <summary>Sets all counts back to zero.</summary>
    public static void Clear()
    {
        System.Array.Clear(Counts);
        Depth = 0;
        MaxDepth = 0;
    }
}

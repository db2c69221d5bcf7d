// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Planner.Packing;

/// <summary>Places blocks one after the other, each at the lowest offset that is free.</summary>
public static class FirstFit
{
    /// <summary>Offset of a block without a place.</summary>
    public const long Unplaced = -1;

    /// <summary>Places all blocks in an order.</summary>
    public static long[] Place(PackingProblem problem, IEnumerable<int> order)
    {
        long[] offsets = Enumerable.Repeat(Unplaced, problem.Blocks.Count).ToArray();
        foreach (int block in order)
        {
            offsets[block] = LowestFree(problem, block, offsets);
        }

        return offsets;
    }

    /// <summary>The lowest offset at which a block may lie beside those that have a place.</summary>
    public static long LowestFree(PackingProblem problem, int block, long[] offsets)
    {
        int[] placed = problem.Neighbours(block).Where(other => offsets[other] != Unplaced).ToArray();
        return placed
            .Select(other => problem.AlignUp(offsets[other] + problem.Clearance(other, block)))
            .Append(0)
            .Order()
            .First(offset => placed.All(other => problem.AreApart(block, offset, other, offsets[other])));
    }
}

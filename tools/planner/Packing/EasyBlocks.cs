// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Planner.Packing;

/// <summary>
/// Blocks that first fit is sure to place below a capacity however the others lie, and so need not be searched for. Free memory beside a
/// block's neighbours is in at most one piece more than there are neighbours: if there is enough that one piece must hold the block, it is
/// one of them. Each one that is taken away may make others such.
/// </summary>
internal static class EasyBlocks
{
    /// <summary>The easy blocks, in the order in which first fit must place them once all others lie somewhere.</summary>
    internal static int[] Find(PackingProblem problem, long capacity)
    {
        bool[] isTaken = new bool[problem.Blocks.Count];
        List<int> easy = new List<int>();
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            for (int i = 0; i < isTaken.Length; i++)
            {
                if (!isTaken[i] && IsEasy(problem, i, isTaken, capacity))
                {
                    isTaken[i] = true;
                    isChanged = true;
                    easy.Add(i);
                }
            }
        }

        easy.Reverse();
        return easy.ToArray();
    }

    private static bool IsEasy(PackingProblem problem, int block, bool[] isTaken, long capacity)
    {
        int[] neighbours = problem.Neighbours(block).Where(other => !isTaken[other]).ToArray();
        long free = capacity - neighbours.Sum(other => (long)problem.Blocks[other].Size);

        // A piece this long might still not hold the block, since its beginning need not be a multiple of the alignment.
        long tooShort = problem.Blocks[block].Size + problem.Alignment - 2L;
        return free > (neighbours.Length + 1) * tooShort;
    }
}

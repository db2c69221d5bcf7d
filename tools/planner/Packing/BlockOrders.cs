// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Planner.Packing;

/// <summary>Orders in which first fit does well on one network or the other.</summary>
internal static class BlockOrders
{
    /// <summary>The orders; the first is the one that the interpreter itself takes.</summary>
    internal static IEnumerable<int[]> Of(PackingProblem problem)
    {
        IReadOnlyList<Block> blocks = problem.Blocks;
        int[] By(Func<int, long> first, Func<int, long> second)
        {
            return Enumerable.Range(0, blocks.Count).OrderByDescending(first).ThenByDescending(second).ToArray();
        }

        long Size(int i) => blocks[i].Size;
        long Time(int i) => blocks[i].Last - blocks[i].First + 1;
        yield return By(Size, _ => 0);
        yield return By(i => Size(i) * Time(i), Size);
        yield return By(Time, Size);
        yield return By(i => -blocks[i].First, Size);
        yield return By(i => blocks[i].Last, Size);

        // What is live at the fullest moments comes first, longest or largest first.
        long[] fullest = FullestMoment(problem);
        yield return By(i => fullest[i], Time);
        yield return By(i => fullest[i], Size);
    }

    /// <summary>For each block the load of the fullest moment at which it is live.</summary>
    private static long[] FullestMoment(PackingProblem problem)
    {
        long[] loads = problem.Moments
            .Select(moment => problem.Blocks.Where(block => block.First <= moment && moment <= block.Last).Sum(block => (long)block.Size))
            .ToArray();
        return problem.Blocks
            .Select(block => problem.Moments.Select((moment, m) => block.First <= moment && moment <= block.Last ? loads[m] : 0).Max())
            .ToArray();
    }
}

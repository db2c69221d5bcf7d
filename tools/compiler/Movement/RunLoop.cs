// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Compiler.Movement;

/// <summary>A run, repeated in nested loops.</summary>
/// <param name="First">The first run.</param>
/// <param name="Levels">The loops, the innermost first: turns, and elements from turn to turn in target and source.</param>
internal sealed record RunLoop(Run First, IReadOnlyList<(int Turns, int ToStep, int FromStep)> Levels)
{
    /// <summary>Finds the loops that repeat some runs.</summary>
    /// <param name="runs">Runs in the order of their targets.</param>
    internal static IReadOnlyList<RunLoop> Find(IEnumerable<Run> runs)
    {
        List<RunLoop> loops = new();

        // Runs between others of another kind do not hide a pattern: each kind is taken alone.
        foreach (IGrouping<object, Run> alike in runs.GroupBy(run => (object)(run.Target, run.Source, run.Value, run.Count)))
        {
            List<RunLoop> items = alike.Select(run => new RunLoop(run, [])).ToList();
            for (int count = 0; count != items.Count;)
            {
                count = items.Count;
                items = Nest(items);
            }

            loops.AddRange(items);
        }

        return loops;
    }

    /// <summary>Makes loops of neighbours that are equal but for equal steps.</summary>
    private static List<RunLoop> Nest(List<RunLoop> items)
    {
        List<RunLoop> nested = new();
        for (int i = 0; i < items.Count;)
        {
            int end = i + 1;
            int toStep = 0;
            int fromStep = 0;
            for (; end < items.Count && items[end].Levels.SequenceEqual(items[i].Levels); end++)
            {
                int to = items[end].First.To - items[end - 1].First.To;
                int from = items[end].First.From - items[end - 1].First.From;
                if (end > i + 1 && (to != toStep || from != fromStep))
                {
                    break;
                }

                toStep = to;
                fromStep = from;
            }

            nested.Add(end == i + 1 ? items[i] : items[i] with { Levels = [.. items[i].Levels, (end - i, toStep, fromStep)] });
            i = end;
        }

        return nested;
    }
}

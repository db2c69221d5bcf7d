// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;

namespace TinyInterp.Planner.Packing;

/// <summary>
/// The least packing that the time allows to find, with what it proves: first fit in several orders, then a search from the bound upwards,
/// which ends with a proof, and where that takes too long from the best downwards, which at least gets better.
/// </summary>
public static class Packer
{
    private const double ShareFromBelow = 0.6;

    /// <summary>Searches.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="budget">The time that there is.</param>
    /// <param name="known">A packing that is known already, or null.</param>
    public static PackingResult Pack(PackingProblem problem, SearchBudget budget, long[]? known = null)
    {
        PackingResult best = BlockOrders.Of(problem)
            .Select(order => FirstFit.Place(problem, order))
            .Concat(known == null ? [] : [known])
            .Select(offsets => new PackingResult(offsets, problem.HeightOf(offsets), problem.Bound))
            .MinBy(result => result.Height)!;
        budget.Report(best.Height, best.Bound);
        best = FromBelow(problem, best, budget.Part(ShareFromBelow));
        return best.IsOptimal ? best : FromAbove(problem, best, budget);
    }

    /// <summary>Offsets that take no more than <paramref name="capacity"/>, or null where none were found.</summary>
    public static long[]? Within(PackingProblem problem, long capacity, SearchBudget budget)
    {
        return BlockOrders.Of(problem)
            .Select(order => FirstFit.Place(problem, order))
            .FirstOrDefault(offsets => problem.HeightOf(offsets) <= capacity)
            ?? CapacitySearch.Run(problem, capacity, budget).Offsets;
    }

    /// <summary>Tries the least that has not been proved too little, again and again.</summary>
    private static PackingResult FromBelow(PackingProblem problem, PackingResult best, SearchBudget budget)
    {
        while (!best.IsOptimal)
        {
            (long[]? offsets, long next) = CapacitySearch.Run(problem, best.Bound, budget);
            if (offsets != null)
            {
                best = new PackingResult(offsets, problem.HeightOf(offsets), best.Bound);
            }
            else if (next == 0)
            {
                break;
            }
            else
            {
                best = best with { Bound = next < best.Height ? next : best.Height };
            }

            budget.Report(best.Height, best.Bound);
        }

        return best;
    }

    /// <summary>Tries less than the best, again and again.</summary>
    private static PackingResult FromAbove(PackingProblem problem, PackingResult best, SearchBudget budget)
    {
        while (!best.IsOptimal)
        {
            (long[]? offsets, long next) = CapacitySearch.Run(problem, best.Height - 1, budget);
            if (offsets != null)
            {
                best = new PackingResult(offsets, problem.HeightOf(offsets), best.Bound);
            }
            else if (next == 0)
            {
                break;
            }
            else
            {
                best = best with { Bound = best.Height };
            }

            budget.Report(best.Height, best.Bound);
        }

        return best;
    }
}

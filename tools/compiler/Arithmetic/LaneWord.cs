// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Compiler.Arithmetic;

/// <summary>
/// Several sums in one 64-bit word. Words count modulo 2^64, so only what a lane holds at the end must fit; each lane has as many bits as its
/// certificate asks for. All lanes count from their least value, but the top one is signed.
/// </summary>
public sealed class LaneWord
{
    private const int WordBits = 64;

    private LaneWord(IReadOnlyList<Lane> lanes)
    {
        Lanes = lanes;
    }

    /// <summary>The lanes, the lowest first.</summary>
    public IReadOnlyList<Lane> Lanes { get; }

    /// <summary>What the word begins with: each lane's distance from its least value to 0.</summary>
    public long Start => Lanes.Aggregate(0L, (word, lane) => word + (lane.Start << lane.Position));

    /// <summary>The weights of one tap.</summary>
    public long Weight(int tap)
    {
        return Lanes.Aggregate(0L, (word, lane) => word + ((long)lane.Sum.Weights[tap] << lane.Position));
    }

    /// <summary>
    /// Distributes sums among words: by neighbours, as pruning in blocks wants it, or by size, whichever multiplies less.
    /// </summary>
    public static IReadOnlyList<LaneWord> Pack(IReadOnlyList<WeightedSum> sums)
    {
        List<WeightedSum> computed = sums.Where(sum => sum.Bits != 0).ToList();
        List<List<WeightedSum>> best = null;
        foreach (List<List<WeightedSum>> groups in new[] { InThrees(computed), Neighbours(computed), BySize(computed) })
        {
            if (groups != null && (best == null || Cost(groups) < Cost(best)))
            {
                best = groups;
            }
        }

        return best.Select(Of).ToArray();
    }

    private static double Cost(List<List<WeightedSum>> groups)
    {
        // Each word takes a store, a load and a mask beside its products; the fraction lets the plainer order win a tie.
        return groups.Sum(group => 1.5 + Enumerable.Range(0, group[0].Weights.Length).Count(tap => group.Any(sum => sum.Weights[tap] != 0)));
    }

    private static List<List<WeightedSum>> InThrees(List<WeightedSum> sums)
    {
        List<List<WeightedSum>> groups = sums.GroupBy(sum => sum.Channel / 3).Select(group => group.ToList()).ToList();
        return groups.All(Fits) ? groups : null;
    }

    private static List<List<WeightedSum>> Neighbours(List<WeightedSum> sums)
    {
        List<List<WeightedSum>> groups = new();
        foreach (WeightedSum sum in sums)
        {
            if (groups.Count == 0 || groups[^1].Sum(other => other.Bits) + sum.Bits > WordBits)
            {
                groups.Add(new List<WeightedSum>());
            }

            groups[^1].Add(sum);
        }

        return groups;
    }

    /// <summary>The widest first, each into the word that it fills best.</summary>
    private static List<List<WeightedSum>> BySize(List<WeightedSum> sums)
    {
        List<List<WeightedSum>> groups = new();
        foreach (WeightedSum sum in sums.OrderByDescending(sum => sum.Bits).ThenBy(sum => sum.Channel))
        {
            List<WeightedSum> group = groups
                .Where(candidate => candidate.Sum(other => other.Bits) + sum.Bits <= WordBits)
                .OrderByDescending(candidate => candidate.Sum(other => other.Bits))
                .FirstOrDefault();
            if (group == null)
            {
                groups.Add(group = new List<WeightedSum>());
            }

            group.Add(sum);
        }

        foreach (List<WeightedSum> group in groups)
        {
            group.Sort((a, b) => a.Channel.CompareTo(b.Channel));
        }

        return groups.OrderBy(group => group[0].Channel).ToList();
    }

    private static bool Fits(List<WeightedSum> group)
    {
        return group.Sum(sum => sum.Bits) <= WordBits;
    }

    private static LaneWord Of(List<WeightedSum> group)
    {
        // Equal lanes where they fit, so that one mask serves a whole layer.
        int equal = WordBits / group.Count;
        bool isEqual = group.All(sum => sum.Bits <= equal);
        List<Lane> lanes = new();
        int position = 0;
        for (int i = 0; i < group.Count; i++)
        {
            bool isTop = i == group.Count - 1;
            int width = isTop ? WordBits - position : isEqual ? equal : group[i].Bits;
            lanes.Add(new Lane(group[i], position, width, isTop));
            position += width;
        }

        return new LaneWord(lanes);
    }
}

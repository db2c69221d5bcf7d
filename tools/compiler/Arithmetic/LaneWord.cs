// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace TinyInterp.Compiler.Arithmetic;

/// <summary>
/// Several sums in one 64-bit word. Words count modulo 2^64, so only what a lane holds at the end must fit; each lane has as many bits as its
/// certificate asks for. All lanes count from their least value, but the top one is signed. Where sums are too wide for three lanes, the taps are
/// cut into pieces, a word each, whose lanes are added when they are taken apart.
/// </summary>
public sealed class LaneWord
{
    private const int WordBits = 64;

    // What adding up the lanes of a piece costs, in products.
    private const int PieceCost = 4;
    private const int PieceBits = 21;
    private const int UsualLanes = WordBits / PieceBits;

    // With fewer zeros than one in so many, hardly any three channels have them in common.
    private const int LeastZeroShare = 6;

    private LaneWord(IReadOnlyList<Lane> lanes, IReadOnlyList<int[]> pieces)
    {
        Lanes = lanes;
        Pieces = pieces;
    }

    /// <summary>The lanes, the lowest first.</summary>
    public IReadOnlyList<Lane> Lanes { get; }

    /// <summary>The taps of each piece; one piece of all taps where lanes are wide enough.</summary>
    public IReadOnlyList<int[]> Pieces { get; }

    /// <summary>What a piece begins with: each lane's distance from its least value to 0.</summary>
    public long Start(int piece)
    {
        return Lanes.Aggregate(0L, (word, lane) => word + ((-lane.Sum.Range(Pieces[piece]).Low + lane.Least) << lane.Position));
    }

    /// <summary>The weights of one tap.</summary>
    public long Weight(int tap)
    {
        return Lanes.Aggregate(0L, (word, lane) => word + ((long)lane.Sum.Weights[tap] << lane.Position));
    }

    /// <summary>
    /// Distributes sums among words: by neighbours, as pruning in blocks wants it, or by size, whichever multiplies less.
    /// </summary>
    /// <param name="sums">The sums.</param>
    /// <param name="blocks">Taps that a piece may not cut apart, in the order in which they are summed.</param>
    public static IReadOnlyList<LaneWord> Pack(IReadOnlyList<WeightedSum> sums, IReadOnlyList<int[]> blocks)
    {
        List<WeightedSum> computed = sums.Where(sum => sum.Bits != 0).ToList();
        if (computed.Count == 0)
        {
            return [];
        }

        List<LaneWord>? best = null;
        foreach (List<List<WeightedSum>> groups in new[] { InThrees(computed), Neighbours(computed), BySize(computed), ByZeros(computed) })
        {
            List<LaneWord> words = groups.SelectMany(group => Of(group, blocks) is LaneWord word ? [word] : Neighbours(group).Select(part => Of(part, blocks)!))
                .ToList();
            if (best == null || Cost(words) < Cost(best))
            {
                best = words;
            }
        }

        return best!;
    }

    private static double Cost(List<LaneWord> words)
    {
        // Each word takes a store, a load and a mask beside its products; the fraction lets the plainer order win a tie.
        return words.Sum(word => 1.5 + PieceCost * (word.Pieces.Count - 1)
            + Enumerable.Range(0, word.Lanes[0].Sum.Weights.Length).Count(tap => word.Lanes.Any(lane => lane.Sum.Weights[tap] != 0)));
    }

    private static List<List<WeightedSum>> InThrees(List<WeightedSum> sums)
    {
        return sums.GroupBy(sum => sum.Channel / UsualLanes).Select(group => group.ToList()).ToList();
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
            List<WeightedSum>? group = groups
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

    /// <summary>
    /// Sums that are 0 for the same taps together, whatever lies between them: pruning in blocks leaves such sums, and a channel that was removed
    /// shifts those behind it out of their threes.
    /// </summary>
    private static List<List<WeightedSum>> ByZeros(List<WeightedSum> sums)
    {
        List<List<WeightedSum>> groups = new();
        if (sums.Sum(sum => (long)sum.Weights.Count(weight => weight == 0)) * LeastZeroShare < sums.Sum(sum => (long)sum.Weights.Length))
        {
            return Neighbours(sums);
        }

        // Sums with the very same zeros first; what is left over of them is joined with the least loss.
        Dictionary<WeightedSum, BitArray> taps = sums.ToDictionary(sum => sum, sum => new BitArray(Array.ConvertAll(sum.Weights, weight => weight != 0)));
        List<List<WeightedSum>> alike = sums.GroupBy(sum => string.Concat(sum.Weights.Select(weight => weight == 0 ? '0' : '1')))
            .SelectMany(equal => Neighbours(equal.ToList())).ToList();
        groups.AddRange(alike.Where(group => group.Count > 1));
        List<WeightedSum> left = alike.Where(group => group.Count == 1).Select(group => group[0]).ToList();
        foreach (List<WeightedSum> group in groups.Where(group => group.Count < UsualLanes))
        {
            Fill(group);
        }

        while (left.Count != 0)
        {
            List<WeightedSum> group = new() { left[0] };
            left.RemoveAt(0);
            Fill(group);
            groups.Add(group);
        }

        void Fill(List<WeightedSum> group)
        {
            BitArray used = new BitArray(taps[group[0]]);
            while (left.Where(sum => group.Sum(other => other.Bits) + sum.Bits <= WordBits).MinBy(sum => Count(used, taps[sum])) is WeightedSum next)
            {
                used.Or(taps[next]);
                group.Add(next);
                left.Remove(next);
            }
        }

        return groups;
    }

    /// <summary>Taps that either of two sums multiplies.</summary>
    private static int Count(BitArray one, BitArray other)
    {
        int[] words = new int[(one.Length + 31) / 32];
        new BitArray(one).Or(other).CopyTo(words, 0);
        return words.Sum(word => BitOperations.PopCount((uint)word));
    }

    /// <summary>The word of a group, in pieces where its lanes would be too wide; null where even single blocks are.</summary>
    private static LaneWord? Of(List<WeightedSum> group, IReadOnlyList<int[]> blocks)
    {
        int[] all = Enumerable.Range(0, group[0].Weights.Length).ToArray();
        if (group.Sum(sum => sum.Bits) <= WordBits)
        {
            return Of(group, [all], group.Select(sum => sum.Bits).ToArray());
        }

        List<int[]> pieces = new();
        foreach (int[] block in blocks)
        {
            int[] longer = pieces.Count == 0 ? block : pieces[^1].Concat(block).ToArray();
            if (pieces.Count != 0 && Fits(group, longer))
            {
                pieces[^1] = longer;
            }
            else if (Fits(group, block))
            {
                pieces.Add(block);
            }
            else
            {
                return null;
            }
        }

        return group.Count > UsualLanes ? null : Of(group, pieces, group.Select(_ => PieceBits).ToArray());
    }

    private static bool Fits(List<WeightedSum> group, int[] taps)
    {
        return group.All(sum =>
        {
            (long low, long high) = sum.Range(taps);
            return WeightedSum.BitsOf(low, high) <= PieceBits;
        });
    }

    private static LaneWord? Of(List<WeightedSum> group, IReadOnlyList<int[]> pieces, int[] bits)
    {
        // Equal lanes where they fit, so that one mask serves a whole layer.
        int equal = WordBits / group.Count;
        bool isEqual = bits.All(width => width <= equal);
        List<Lane> lanes = new();
        int position = 0;
        for (int i = 0; i < group.Count; i++)
        {
            bool isTop = i == group.Count - 1;
            int width = isTop ? WordBits - position : isEqual ? equal : bits[i];
            lanes.Add(new Lane(group[i], position, width, isTop, isTop && bits[i] == width));
            position += width;
        }

        return new LaneWord(lanes, pieces);
    }
}

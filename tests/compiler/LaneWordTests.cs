// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Arithmetic;
using Xunit;

namespace TinyInterp.Tests.Compiler;

/// <summary>Lanes hold every sum that their certificates allow, and words multiply no more than they must.</summary>
public class LaneWordTests
{
    private static readonly Requantisation _any = new Requantisation(1 << 30, -8, 0, -128, 127);

    [Fact]
    public void Every_lane_gives_back_its_sum_for_extreme_and_random_inputs()
    {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++)
        {
            int taps = random.Next(1, 200);
            int most = random.Next(1, 128);
            WeightedSum[] sums = Enumerable.Range(0, random.Next(1, 12)).Select(channel => Sum(
                channel, Enumerable.Range(0, taps).Select(_ => random.Next(-most, most + 1)).ToArray())).ToArray();
            IReadOnlyList<LaneWord> words = LaneWord.Pack(sums, Blocks(sums[0].Weights.Length));

            Assert.Equal(sums.Where(sum => sum.Bits != 0), words.SelectMany(word => word.Lanes).Select(lane => lane.Sum).OrderBy(sum => sum.Channel));
            foreach (LaneWord word in words)
            {
                foreach (Lane lane in word.Lanes)
                {
                    Check(word, tap => lane.Sum.Weights[tap] > 0 ? 127 : -128, taps);
                    Check(word, tap => lane.Sum.Weights[tap] > 0 ? -128 : 127, taps);
                }

                int[] inputs = Enumerable.Range(0, taps).Select(_ => random.Next(-128, 128)).ToArray();
                Check(word, tap => inputs[tap], taps);
            }
        }
    }

    [Fact]
    public void Weights_of_four_bits_share_a_word_by_fours()
    {
        Random random = new Random(4);
        WeightedSum[] sums = Enumerable.Range(0, 64)
            .Select(channel => Sum(channel, Enumerable.Range(0, 64).Select(_ => random.Next(-7, 8)).ToArray())).ToArray();

        Assert.InRange(LaneWord.Pack(sums, Blocks(sums[0].Weights.Length)).Count, 16, 18);
    }

    [Fact]
    public void A_channel_without_weights_takes_no_lane()
    {
        Assert.Empty(LaneWord.Pack([Sum(0, new int[8])], Blocks(8)));
    }

    private static WeightedSum Sum(int channel, int[] weights)
    {
        return new WeightedSum(channel, weights, 0, -128, 127, _any);
    }

    private static int[][] Blocks(int taps)
    {
        return Enumerable.Range(0, taps).Chunk(8).ToArray();
    }

    private static void Check(LaneWord word, Func<int, int> input, int taps)
    {
        long[] values = word.Pieces.Select((piece, i) => piece.Aggregate(word.Start(i), (sum, tap) => sum + word.Weight(tap) * input(tap))).ToArray();
        Assert.Equal(Enumerable.Range(0, taps), word.Pieces.SelectMany(piece => piece));
        foreach (Lane lane in word.Lanes)
        {
            long expected = Enumerable.Range(0, taps).Sum(tap => (long)lane.Sum.Weights[tap] * input(tap)) - lane.Sum.Low + lane.Least;
            Assert.Equal(expected, values.Sum(value => lane.IsTop ? value >> lane.Position : (value >> lane.Position) & ((1L << lane.Width) - 1)));
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Planner.Packing;
using Xunit;

namespace TinyInterp.Tests.Planner;

/// <summary>Packings are sound, and the least that there are.</summary>
public class PackerTests
{
    private static readonly TimeSpan _long = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void No_packing_takes_less_than_one_that_is_called_optimal(int alignment)
    {
        Random random = new Random(alignment);
        int harderThanFirstFit = 0;
        int aboveBound = 0;
        for (int i = 0; i < 400; i++)
        {
            PackingProblem problem = RandomProblem(random, 6, alignment, overlaps: 0);
            PackingResult result = Packer.Pack(problem, new SearchBudget(_long));
            RequireSound(problem, result);
            Assert.True(result.IsOptimal);
            Assert.Equal(LeastByTrying(problem), result.Height);
            harderThanFirstFit += problem.HeightOf(FirstFit.Place(problem, BySize(problem))) > result.Height ? 1 : 0;
            aboveBound += result.Height > problem.Bound ? 1 : 0;
        }

        // Else this would test nothing but first fit, or nothing but the bound.
        Assert.InRange(harderThanFirstFit, 10, 400);
        Assert.True(alignment == 1 || aboveBound > 5);
    }

    [Fact]
    public void Overlaps_are_used_and_not_overdone()
    {
        Random random = new Random(3);
        int saved = 0;
        for (int i = 0; i < 300; i++)
        {
            PackingProblem problem = RandomProblem(random, 6, 1, overlaps: 2);
            PackingProblem apart = new PackingProblem(problem.Blocks);
            PackingResult result = Packer.Pack(problem, new SearchBudget(_long));
            RequireSound(problem, result);
            Assert.True(result.IsOptimal);
            Assert.Equal(LeastByTrying(problem), result.Height);
            saved += result.Height < Packer.Pack(apart, new SearchBudget(_long)).Height ? 1 : 0;
        }

        Assert.InRange(saved, 30, 300);
    }

    [Fact]
    public void An_output_of_its_inputs_size_that_may_overlap_all_of_it_takes_its_place()
    {
        PackingProblem problem = new PackingProblem([new Block(8, 0, 1), new Block(8, 1, 2)], [new Overlap(1, 0, 8)]);

        PackingResult result = Packer.Pack(problem, new SearchBudget(_long));

        Assert.Equal((8L, 8L), (result.Height, result.Bound));
        Assert.Equal([0, 0], result.Offsets);
    }

    [Fact]
    public void An_output_that_overlaps_in_part_lies_below_its_input()
    {
        PackingProblem problem = new PackingProblem([new Block(8, 0, 1), new Block(6, 1, 2)], [new Overlap(1, 0, 4)]);

        PackingResult result = Packer.Pack(problem, new SearchBudget(_long));

        Assert.Equal(10, result.Height);
        Assert.Equal([2, 0], result.Offsets);
        Assert.False(problem.IsSolvedBy([0, 2]));
        Assert.False(problem.IsSolvedBy([1, 0]));
    }

    [Fact]
    public void An_overlap_is_of_an_output_with_an_input()
    {
        Block[] blocks = [new Block(8, 0, 1), new Block(8, 1, 2)];

        Assert.Throws<ArgumentException>(() => new PackingProblem(blocks, [new Overlap(0, 1, 1)]));
        Assert.Throws<ArgumentException>(() => new PackingProblem(blocks, [new Overlap(1, 0, 9)]));
        Assert.Throws<ArgumentException>(() => new PackingProblem([new Block(0, 0, 1)]));
        Assert.Throws<ArgumentException>(() => new PackingProblem([new Block(1, 2, 1)]));
    }

    /// <summary>
    /// Chains of convolutions with residual sums, as networks are: far too many blocks to try all, and still a proof is wanted.
    /// </summary>
    [Fact]
    public void A_network_of_a_hundred_layers_is_proved_in_seconds()
    {
        Random random = new Random(5);
        int better = 0;
        for (int i = 0; i < 20; i++)
        {
            PackingProblem problem = RandomNetwork(random, 100);

            PackingResult result = Packer.Pack(problem, new SearchBudget(TimeSpan.FromSeconds(20)));

            RequireSound(problem, result);
            Assert.True(result.IsOptimal, "network " + i + ": " + result.Height + " against " + result.Bound);
            better += result.Height < problem.HeightOf(FirstFit.Place(problem, BySize(problem))) ? 1 : 0;
        }

        Assert.InRange(better, 3, 20);
    }

    [Fact]
    public void What_is_known_already_is_never_made_worse_and_time_is_kept()
    {
        Random random = new Random(7);
        PackingProblem problem = RandomProblem(random, 60, 1, overlaps: 0);
        long[] known = FirstFit.Place(problem, BySize(problem));
        List<SearchProgress> progress = new List<SearchProgress>();
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();

        PackingResult result = Packer.Pack(problem, new SearchBudget(TimeSpan.FromSeconds(1), progress.Add), known);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        RequireSound(problem, result);
        Assert.InRange(result.Height, result.Bound, problem.HeightOf(known));
        Assert.NotEmpty(progress);
        Assert.All(progress, found => Assert.InRange(found.Bound, problem.Bound, found.Best));
    }

    private static void RequireSound(PackingProblem problem, PackingResult result)
    {
        Assert.True(problem.IsSolvedBy(result.Offsets));
        Assert.Equal(problem.HeightOf(result.Offsets), result.Height);
        Assert.InRange(result.Bound, problem.Bound, result.Height);
    }

    /// <summary>The least by first fit in every order: an optimal packing is that in the order of its own offsets.</summary>
    private static long LeastByTrying(PackingProblem problem)
    {
        return Permutations(Enumerable.Range(0, problem.Blocks.Count).ToArray(), 0)
            .Min(order => problem.HeightOf(FirstFit.Place(problem, order)));
    }

    private static IEnumerable<int[]> Permutations(int[] items, int from)
    {
        if (from == items.Length)
        {
            yield return items;
            yield break;
        }

        for (int i = from; i < items.Length; i++)
        {
            (items[from], items[i]) = (items[i], items[from]);
            foreach (int[] permutation in Permutations(items, from + 1))
            {
                yield return permutation;
            }

            (items[from], items[i]) = (items[i], items[from]);
        }
    }

    private static IEnumerable<int> BySize(PackingProblem problem)
    {
        return Enumerable.Range(0, problem.Blocks.Count).OrderByDescending(i => problem.Blocks[i].Size);
    }

    private static PackingProblem RandomProblem(Random random, int count, int alignment, int overlaps)
    {
        int moments = count + 2;
        Block[] blocks = Enumerable.Range(0, count).Select(_ =>
        {
            int first = random.Next(moments);
            return new Block(1 + random.Next(12), first, Math.Min(moments, first + random.Next(4)));
        }).ToArray();
        Overlap[] pairs = Enumerable.Range(0, count)
            .SelectMany(output => Enumerable.Range(0, count).Select(input => (Output: output, Input: input)))
            .Where(pair => pair.Output != pair.Input && blocks[pair.Output].First == blocks[pair.Input].Last && blocks[pair.Input].First < blocks[pair.Output].First)
            .DistinctBy(pair => pair.Output).DistinctBy(pair => pair.Input)
            .Take(overlaps)
            .Select(pair => new Overlap(pair.Output, pair.Input, random.Next(Math.Min(blocks[pair.Output].Size, blocks[pair.Input].Size) + 1)))
            .ToArray();
        return new PackingProblem(blocks, pairs, alignment);
    }

    /// <summary>Each layer's output is read by the next, some by a later one too.</summary>
    private static PackingProblem RandomNetwork(Random random, int layers)
    {
        return new PackingProblem(Enumerable.Range(0, layers).Select(layer =>
        {
            int read = random.Next(4) == 0 ? layer + 2 + random.Next(4) : layer + 1;
            double shrink = Math.Pow(0.97, layer);
            return new Block(Math.Max(16, (int)(shrink * 64 * (1 + random.Next(96)))), layer, Math.Min(read, layers));
        }).ToArray());
    }
}

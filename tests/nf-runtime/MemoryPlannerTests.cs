// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using TinyInterp.Tests.Schema;
using Xunit;

namespace TinyInterp.Tests.Runtime;

/// <summary>What must hold of every plan.</summary>
public class MemoryPlannerTests
{
    private static readonly Gen<Buffer> _buffers =
        from size in Gen.Choose(0, 40)
        from first in Gen.Choose(0, 12)
        from length in Gen.Choose(0, 6)
        select new Buffer(size, first, first + length);

    [Fact]
    public void Live_buffers_never_overlap_and_the_total_lies_between_bound_and_sum()
    {
        Check(_buffers.ArrayOf(), buffers =>
        {
            int total = Plan(buffers, Unplaced(buffers), out int[] offsets);
            return AreApart(buffers, offsets)
                && total == buffers.Select((b, i) => b.Size + offsets[i]).DefaultIfEmpty(0).Max()
                && total >= LowerBound(buffers)
                && total <= buffers.Sum(b => b.Size);
        });
    }

    [Fact]
    public void Plans_are_deterministic()
    {
        Check(_buffers.ArrayOf(), buffers =>
        {
            int total = Plan(buffers, Unplaced(buffers), out int[] offsets);
            return total == Plan(buffers, Unplaced(buffers), out int[] again) && offsets.SequenceEqual(again);
        });
    }

    [Fact]
    public void Fixed_places_are_kept()
    {
        // A plan's own places with gaps between them, every other buffer fixed.
        Check(_buffers.ArrayOf(), buffers =>
        {
            Plan(buffers, Unplaced(buffers), out int[] offsets);
            int[] given = offsets.Select((offset, i) => i % 2 == 0 ? 2 * offset + 41 * (i % 3) * 100 : MemoryPlanner.Unplaced).ToArray();
            Buffer[] fixedOnes = buffers.Where((b, i) => i % 2 == 0).ToArray();
            if (!AreApart(fixedOnes, given.Where((b, i) => i % 2 == 0).ToArray()))
            {
                return true;
            }

            Plan(buffers, given, out int[] result);
            return AreApart(buffers, result) && given.Zip(result).All(pair => pair.First < 0 || pair.First == pair.Second);
        });
    }

    [Fact]
    public void The_lower_bound_is_the_most_that_is_live_at_once()
    {
        Check(_buffers.ArrayOf(), buffers =>
            LowerBound(buffers) == Enumerable.Range(0, 20).Max(at => buffers.Where(b => b.First <= at && at <= b.Last).Sum(b => b.Size)));
    }

    [Fact]
    public void A_chain_takes_no_more_than_its_bound()
    {
        Buffer[] chain = Enumerable.Range(0, 20).Select(i => new Buffer(1 + 13 * i % 7, i, i + 1)).ToArray();
        Assert.Equal(LowerBound(chain), Plan(chain, Unplaced(chain), out _));
    }

    [Fact]
    public void A_plan_beyond_two_gigabytes_is_refused()
    {
        Buffer[] large = [new Buffer(int.MaxValue, 0, 1), new Buffer(1, 0, 1), new Buffer(int.MaxValue, 1, 1)];
        Failing.With(ErrorCode.PlanOverflow, () => Plan(large, Unplaced(large), out _));
        Assert.Equal(int.MaxValue, LowerBound(large));
        Failing.With(ErrorCode.PlanOverflow, () => Plan([new Buffer(2, 0, 0)], [int.MaxValue - 1], out _));
        Assert.Equal(int.MaxValue, Plan([new Buffer(2, 0, 0)], [int.MaxValue - 2], out _));
    }

    private static void Check(Gen<Buffer[]> generator, Func<Buffer[], bool> holds)
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260801, 3);
        FsCheck.Fluent.Prop.ForAll(generator.ToArbitrary(), holds).Check(config);
    }

    private static bool AreApart(Buffer[] buffers, int[] offsets)
    {
        for (int i = 0; i < buffers.Length; i++)
        {
            for (int k = 0; k < i; k++)
            {
                if (buffers[i].First <= buffers[k].Last && buffers[k].First <= buffers[i].Last
                    && offsets[i] < offsets[k] + buffers[k].Size && offsets[k] < offsets[i] + buffers[i].Size
                    && buffers[i].Size > 0 && buffers[k].Size > 0)
                {
                    return false;
                }
            }
        }

        return offsets.All(offset => offset >= 0);
    }

    private static int[] Unplaced(Buffer[] buffers)
    {
        return buffers.Select(_ => MemoryPlanner.Unplaced).ToArray();
    }

    private static int Plan(Buffer[] buffers, int[] given, out int[] offsets)
    {
        offsets = (int[])given.Clone();
        return MemoryPlanner.Plan(buffers.Length, Sizes(buffers), Firsts(buffers), Lasts(buffers), offsets);
    }

    private static int LowerBound(Buffer[] buffers)
    {
        return MemoryPlanner.LowerBound(buffers.Length, Sizes(buffers), Firsts(buffers), Lasts(buffers));
    }

    private static int[] Sizes(Buffer[] buffers)
    {
        return buffers.Select(b => b.Size).ToArray();
    }

    private static int[] Firsts(Buffer[] buffers)
    {
        return buffers.Select(b => b.First).ToArray();
    }

    private static int[] Lasts(Buffer[] buffers)
    {
        return buffers.Select(b => b.Last).ToArray();
    }

    public sealed record Buffer(int Size, int First, int Last);
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Tool.Run;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>What run --repeat measures, on runs whose times are known.</summary>
public class TimingTests
{
    [Fact]
    public void Runs_before_times_settle_do_not_count()
    {
        // As .NET does it: interpreted at first, compiled quickly, then compiled well.
        Timing timing = Timing.Of(Times(i => i == 0 ? 500 : i < 20 ? 10 : i < 100 ? 4 : 2), 50);

        Assert.Equal(2, timing.Median);
        Assert.Equal(2, timing.UpperQuartile);
        Assert.Equal(50, timing.Runs);
        Assert.InRange(timing.WarmUpRuns, 100, 400);
    }

    [Fact]
    public void Half_of_the_runs_lie_between_the_quartiles()
    {
        Timing timing = Timing.Of(Times(i => 1 + i % 4), 400);

        Assert.Equal((1.75, 2.5, 3.25), (timing.LowerQuartile, timing.Median, timing.UpperQuartile));
    }

    [Fact]
    public void What_never_settles_is_measured_after_three_seconds()
    {
        double time = 1000;

        Timing timing = Timing.Of(() => time *= 0.9, 3);

        Assert.InRange(timing.WarmUpRuns, 4, 40);
    }

    [Fact]
    public void What_is_slow_is_not_run_much_oftener_than_asked()
    {
        Assert.Equal(1, Timing.Of(() => 10_000, 1).WarmUpRuns);
    }

    [Fact]
    public void What_takes_no_time_ends()
    {
        Assert.Equal(0, Timing.Of(() => 0, 1).Median);
    }

    private static Func<double> Times(Func<int, double> timeOf)
    {
        int run = 0;
        return () => timeOf(run++);
    }
}

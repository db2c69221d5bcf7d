// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Tool.Run;

/// <summary>
/// How long something takes once it has settled. .NET compiles a method quickly when it is first called, and better in the background
/// when it has been called often, so the first runs are several times slower.
/// </summary>
public sealed class Timing
{
    private const double WindowMilliseconds = 100;
    private const double MostMilliseconds = 3000;
    private const double Faster = 0.97;
    private const int QuietWindows = 3;

    private readonly double[] _sorted;

    private Timing(int warmUpRuns, double[] sorted)
    {
        WarmUpRuns = warmUpRuns;
        _sorted = sorted;
    }

    /// <summary>Number of runs that do not count.</summary>
    public int WarmUpRuns { get; }

    /// <summary>Number of runs that count.</summary>
    public int Runs => _sorted.Length;

    /// <summary>Half of the runs took no longer, in milliseconds.</summary>
    public double Median => At(_sorted, 0.5);

    /// <summary>A quarter of the runs took no longer.</summary>
    public double LowerQuartile => At(_sorted, 0.25);

    /// <summary>Three quarters of the runs took no longer.</summary>
    public double UpperQuartile => At(_sorted, 0.75);

    /// <summary>
    /// Runs until three windows of a tenth of a second have brought no more than 3 %, for at most three seconds, and then measures.
    /// </summary>
    /// <param name="run">Runs once and says what that took, in milliseconds.</param>
    /// <param name="count">Number of runs that count.</param>
    public static Timing Of(Func<double> run, int count)
    {
        int warmUpRuns = 0;
        double spent = 0;
        double best = double.PositiveInfinity;
        for (int quiet = 0; quiet < QuietWindows && spent < MostMilliseconds;)
        {
            double[] window = Window(run);
            warmUpRuns += window.Length;
            spent += window.Sum();
            double median = At(window, 0.5);
            quiet = median < best * Faster ? 0 : quiet + 1;
            best = Math.Min(best, median);
        }

        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            times[i] = run();
        }

        Array.Sort(times);
        return new Timing(warmUpRuns, times);
    }

    /// <summary>The sorted times of runs that take a tenth of a second together; those too short for the clock count as something.</summary>
    private static double[] Window(Func<double> run)
    {
        const double ShortestMilliseconds = 1e-4;
        List<double> times = new List<double>();
        for (double sum = 0; sum < WindowMilliseconds;)
        {
            times.Add(run());
            sum += Math.Max(times[^1], ShortestMilliseconds);
        }

        times.Sort();
        return times.ToArray();
    }

    private static double At(double[] sorted, double part)
    {
        double place = part * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}

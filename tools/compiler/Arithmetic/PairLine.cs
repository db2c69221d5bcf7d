// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;

namespace TinyInterp.Compiler.Arithmetic;

/// <summary>
/// A function of two stored values, such as ADD, as one line in 32 bits: (First[x] + y · Second) >> Shift is the result before the clamp wherever
/// the clamp leaves it alone. Where First is a line itself, x · Slope + Addend takes its place and no table is needed.
/// </summary>
/// <remarks>
/// For one x, each y gives an interval in which First[x] must lie. A line is accepted only if no interval is empty, so it is proved for every pair.
/// </remarks>
public sealed class PairLine
{
    private const int Window = 48;
    private readonly int[] _first;

    private PairLine(int[] first, int second, int shift, int? slope, int addend)
    {
        _first = first;
        Second = second;
        Shift = shift;
        Slope = slope;
        Addend = addend;
    }

    /// <summary>What each value of x contributes, counted from the least.</summary>
    public int[] First => _first;

    /// <summary>What one unit of y contributes.</summary>
    public int Second { get; }

    /// <summary>Bits behind the point.</summary>
    public int Shift { get; }

    /// <summary>What one unit of x contributes where that is the same for all, else null.</summary>
    public int? Slope { get; }

    /// <summary>With <see cref="Slope"/>, what is contributed for x = 0.</summary>
    public int Addend { get; }

    /// <summary>The least result before the clamp.</summary>
    public int Lowest { get; private set; }

    /// <summary>The greatest result before the clamp.</summary>
    public int Highest { get; private set; }

    /// <summary>Looks for the line.</summary>
    /// <param name="results">The results by x and y, each counted from its least.</param>
    /// <param name="leastX">The value of x that index 0 stands for.</param>
    /// <param name="leastY">The same for y.</param>
    /// <param name="factorX">About what one unit of x adds to the result.</param>
    /// <param name="factorY">The same for y.</param>
    /// <returns>The line, or null if there is none.</returns>
    public static PairLine? Find(sbyte[,] results, int leastX, int leastY, double factorX, double factorY)
    {
        double span = Math.Abs(factorX) * 256 + Math.Abs(factorY) * 256 + 256;
        int shift = 30 - Math.Max(0, Math.ILogB(span));
        if (!(shift > 8))
        {
            return null;
        }

        int centre = (int)Math.Round(Math.ScaleB(factorY, shift));
        foreach (int second in Around(centre, Window))
        {
            (long Low, long High)[]? intervals = Intervals(results, leastY, second, shift);
            if (intervals == null)
            {
                continue;
            }

            foreach (int slope in Around((int)Math.Round(Math.ScaleB(factorX, shift)), Window))
            {
                long low = intervals.Select((interval, x) => interval.Low == long.MinValue ? long.MinValue : interval.Low - (long)slope * (leastX + x)).Max();
                long high = intervals.Select((interval, x) => interval.High == long.MaxValue ? long.MaxValue : interval.High - (long)slope * (leastX + x)).Min();
                if (low <= high && low > int.MinValue && high < int.MaxValue)
                {
                    int addend = (int)(low + (high - low) / 2);
                    int[] line = intervals.Select((_, x) => (leastX + x) * slope + addend).ToArray();
                    return new PairLine(line, second, shift, slope, addend).WithRange(results, leastY);
                }
            }
        }

        (long Low, long High)[]? free = Intervals(results, leastY, centre, shift);
        return free == null ? null
            : new PairLine(Middles(free, leastX, Math.ScaleB(factorX, shift)), centre, shift, null, 0).WithRange(results, leastY);
    }

    private static int[] Around(int centre, int window)
    {
        return Enumerable.Range(0, 2 * window + 1).Select(i => centre + (i % 2 == 0 ? i / 2 : -(i + 1) / 2)).ToArray();
    }

    /// <summary>For each x, where its contribution must lie; null where there is no such place for one of them.</summary>
    private static (long Low, long High)[]? Intervals(sbyte[,] results, int leastY, int second, int shift)
    {
        int min = results.Cast<sbyte>().Min();
        int max = results.Cast<sbyte>().Max();
        (long Low, long High)[] intervals = new (long, long)[results.GetLength(0)];
        for (int x = 0; x < intervals.Length; x++)
        {
            long low = long.MinValue;
            long high = long.MaxValue;
            for (int y = 0; y < results.GetLength(1); y++)
            {
                int result = results[x, y];
                long share = (long)second * (leastY + y);
                low = result > min ? Math.Max(low, ((long)result << shift) - share) : low;
                high = result < max ? Math.Min(high, ((result + 1L) << shift) - 1 - share) : high;
            }

            if (low > high)
            {
                return null;
            }

            intervals[x] = (low, high);
        }

        return intervals;
    }

    /// <summary>A place in each interval, close to the line where an interval is open.</summary>
    private static int[] Middles((long Low, long High)[] intervals, int leastX, double slope)
    {
        int known = Array.FindIndex(intervals, interval => interval.Low != long.MinValue && interval.High != long.MaxValue);
        double addend = known < 0 ? 0 : (intervals[known].Low + intervals[known].High) / 2.0 - (leastX + known) * slope;
        return intervals.Select((interval, x) => (int)Math.Clamp(
            interval.Low != long.MinValue && interval.High != long.MaxValue ? (interval.Low + interval.High) / 2 : (long)((leastX + x) * slope + addend),
            interval.Low, interval.High)).ToArray();
    }

    private PairLine? WithRange(sbyte[,] results, int leastY)
    {
        long end = (long)Second * (leastY + results.GetLength(1) - 1);
        long start = (long)Second * leastY;
        long lowest = _first.Min() + Math.Min(start, end);
        long highest = _first.Max() + Math.Max(start, end);
        Lowest = (int)(lowest >> Shift);
        Highest = (int)(highest >> Shift);

        // 32 bits hold every sum, or the line is none.
        return lowest < int.MinValue || highest > int.MaxValue ? null : this;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Optimize.Quantize;

/// <summary>
/// Few samples show only a part of a tail. The largest of n normally distributed values is about √(2 ln n) deviations from the middle, so
/// a range that was seen in n values is widened by √(ln N / ln n), what N of them would show. Values that fill their range up to its end,
/// whose largest is within twice their root mean square, have no tail and only get what uniform ones lack, 2 / n of the range.
/// </summary>
internal static class TailAllowance
{
    private const double Many = 1e6;

    internal static RangeChoice Widened(RangeChoice choice, Histogram histogram)
    {
        return new RangeChoice(
            choice.Least * Factor(histogram.Negative, -histogram.Least),
            choice.Greatest * Factor(histogram.Positive, histogram.Greatest),
            choice.Method);
    }

    private static double Factor((double Squares, double Count) side, double largest)
    {
        double count = Math.Max(side.Count, 8);
        double tail = Math.Sqrt(Math.Log(Many) / Math.Log(Math.Min(count, Many)));
        double ratio = side.Count == 0 ? 0 : largest / Math.Sqrt(side.Squares / side.Count);
        double share = Math.Clamp((ratio - 1.9) / 1.1, 0, 1);
        return Math.Max(1 + 2 / count, 1 + share * (tail - 1));
    }
}

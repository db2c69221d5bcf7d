// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using TinyInterp.Kernels;

namespace TinyInterp.Compiler.Arithmetic;

/// <summary>
/// Both roundings of a requantisation in one multiplication: (distance · Multiplier + Addend) >> Shift is the result before the clamp wherever the
/// clamp leaves it alone, and beyond the clamp's end wherever it does not.
/// </summary>
/// <remarks>
/// The reference does not fall with the sum, so it is known by its thresholds: the least sum for each result. A line that crosses each result
/// between the threshold and the sum before it agrees with the reference for every sum there is, so what is found is proved and not sampled. Where
/// negative sums round their halves the other way there often is no such line.
/// </remarks>
/// <param name="Multiplier">Slope.</param>
/// <param name="Addend">Height at the least sum.</param>
/// <param name="Shift">Bits behind the point.</param>
public sealed record OneStep(long Multiplier, long Addend, int Shift)
{
    // One shift for nearly all factors there are, so that layers share routines; slopes beyond 31 bits are one instruction.
    private const int UsualShift = 44;
    private const int LeastSlopeBits = 32;
    private const int MostSlopeBits = 40;
    private const int SlopeBits = 37;
    private const int MaxShift = 48;

    /// <summary>Looks for the line.</summary>
    /// <param name="requantisation">The reference.</param>
    /// <param name="low">The least sum, bias included; distances count from it.</param>
    /// <param name="high">The greatest sum.</param>
    /// <returns>The line, or null where there is none.</returns>
    public static OneStep? Find(Requantisation requantisation, long low, long high)
    {
        if (requantisation.IsWide)
        {
            // The reference itself takes one step.
            long multiplier = FixedPoint.ReducedMultiplier(requantisation.Multiplier);
            int wideShift = 15 - requantisation.Shift;
            return new OneStep(multiplier, low * multiplier + (1L << (wideShift - 1)) + ((long)requantisation.ZeroPoint << wideShift), wideShift);
        }

        if (requantisation.IsShort || requantisation.Multiplier == 0 || high - low >= 1L << 24)
        {
            return null;
        }

        if (requantisation.IsPowerOfTwo)
        {
            // Nothing but a shift, if that rounds as the reference does.
            int power = 1 - requantisation.Shift;
            Constraints plain = new Constraints(requantisation, low, high, power);
            if (plain.Room(1) >= 0)
            {
                return new OneStep(1, plain.Middle(1), power);
            }
        }

        int magnitude = Math.ILogB(requantisation.Factor);
        bool isUsual = magnitude + UsualShift is >= LeastSlopeBits and < MostSlopeBits;
        int shift = isUsual ? UsualShift : Math.Min(MaxShift, SlopeBits - 1 - magnitude);
        double exact = Math.ScaleB(requantisation.Factor, shift);
        if (exact < 1024)
        {
            return null;
        }

        Constraints constraints = new Constraints(requantisation, low, high, shift);
        long centre = (long)exact;
        long left = centre - centre / 64;
        long right = centre + centre / 64;
        while (right - left > 2)
        {
            // The room between the constraints is concave over the slope.
            long third = (right - left) / 3;
            if (constraints.Room(left + third) < constraints.Room(right - third))
            {
                left += third;
            }
            else
            {
                right -= third;
            }
        }

        for (long slope = left; slope <= right; slope++)
        {
            if (constraints.Room(slope) >= 0)
            {
                return new OneStep(slope, constraints.Middle(slope), shift);
            }
        }

        return null;
    }

    /// <summary>The same line at the shift that most layers have, if this one is only a shift: routines are shared by shift.</summary>
    public OneStep Usual()
    {
        return Multiplier != 1 ? this : new OneStep(1L << (UsualShift - Shift), Addend << (UsualShift - Shift), UsualShift);
    }

    /// <summary>The result before the clamp, for a sum that is <paramref name="distance"/> above the least.</summary>
    public long At(long distance)
    {
        return (distance * Multiplier + Addend) >> Shift;
    }

    /// <summary>Where the line must be at or above a height, and where below one.</summary>
    private sealed class Constraints
    {
        private readonly List<(long Distance, long Height)> _above = new();
        private readonly List<(long Distance, long Height)> _below = new();

        internal Constraints(Requantisation requantisation, long low, long high, int shift)
        {
            int first = requantisation.Apply(low);
            int last = requantisation.Apply(high);
            if (first > requantisation.Min)
            {
                _above.Add((0, (long)first << shift));
            }

            if (last < requantisation.Max)
            {
                _below.Add((high - low, (last + 1L) << shift));
            }

            long from = low;
            for (int result = first + 1; result <= last; result++)
            {
                from = Threshold(requantisation, result, from, high);
                _above.Add((from - low, (long)result << shift));
                _below.Add((from - low - 1, (long)result << shift));
            }

            if (_above.Count == 0)
            {
                _above.Add((0, (long)(first - 1) << shift));
            }

            if (_below.Count == 0)
            {
                _below.Add((high - low, (last + 2L) << shift));
            }
        }

        internal long Room(long slope)
        {
            return Highest(slope) - Lowest(slope);
        }

        internal long Middle(long slope)
        {
            long lowest = Lowest(slope);
            return lowest + (Highest(slope) - lowest) / 2;
        }

        private static long Threshold(Requantisation requantisation, int result, long low, long high)
        {
            while (low < high)
            {
                long middle = low + (high - low) / 2;
                if (requantisation.Apply(middle) >= result)
                {
                    high = middle;
                }
                else
                {
                    low = middle + 1;
                }
            }

            return low;
        }

        private long Lowest(long slope)
        {
            long lowest = long.MinValue;
            foreach ((long distance, long height) in _above)
            {
                lowest = Math.Max(lowest, height - distance * slope);
            }

            return lowest;
        }

        private long Highest(long slope)
        {
            long highest = long.MaxValue;
            foreach ((long distance, long height) in _below)
            {
                highest = Math.Min(highest, height - 1 - distance * slope);
            }

            return highest;
        }
    }
}

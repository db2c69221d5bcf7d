// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Optimize.Quantize;

/// <summary>How often values fell where between the least and the greatest one, exact zeros counted apart.</summary>
internal sealed class Histogram
{
    internal const int Size = 4096;

    private readonly double _perUnit;

    /// <summary>A histogram of values between two limits, which lie on both sides of 0 or at it.</summary>
    internal Histogram(double least, double greatest)
    {
        Least = least;
        Greatest = greatest;
        Counts = new double[Size];
        _perUnit = greatest > least ? Size / (greatest - least) : 0;
    }

    internal double Least { get; }

    internal double Greatest { get; }

    /// <summary>Values in each bin, zeros left out.</summary>
    internal double[] Counts { get; }

    /// <summary>Exact zeros, which are always stored without error.</summary>
    internal double Zeros { get; private set; }

    /// <summary>All values but zeros.</summary>
    internal double Total { get; private set; }

    /// <summary>Sum of the squares of negative values, and their number.</summary>
    internal (double Squares, double Count) Negative { get; private set; }

    /// <summary>Sum of the squares of positive values, and their number.</summary>
    internal (double Squares, double Count) Positive { get; private set; }

    internal void Add(float[] values)
    {
        foreach (float value in values)
        {
            if (value == 0)
            {
                Zeros++;
                continue;
            }

            if (value < 0)
            {
                Negative = (Negative.Squares + (double)value * value, Negative.Count + 1);
            }
            else
            {
                Positive = (Positive.Squares + (double)value * value, Positive.Count + 1);
            }

            int bin = (int)((value - Least) * _perUnit);
            Counts[Math.Clamp(bin, 0, Size - 1)]++;
            Total++;
        }
    }

    /// <summary>The real value in the middle of a bin.</summary>
    internal double Centre(int bin)
    {
        return Least + (bin + 0.5) * (Greatest - Least) / Size;
    }
}

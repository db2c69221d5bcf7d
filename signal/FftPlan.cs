// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// The plan of a complex FFT: the radices of its length n, fours first, and the order in which to store the input so that every stage
/// works in place. Stage s has n / (radix · span) blocks of radix · span points each.
/// </summary>
internal sealed class FftPlan
{
    private const int MaxStages = 16;

    /// <summary>Factors a length, which must be a product of twos, threes and fives.</summary>
    internal FftPlan(int length)
    {
        int[] radices = new int[MaxStages];
        int count = 0;
        int rest = length;
        int radix = 4;
        while (rest > 1)
        {
            while (rest % radix != 0)
            {
                radix = radix == 4 ? 2 : radix == 2 ? 3 : 5;
            }

            radices[count++] = radix;
            rest /= radix;
        }

        Length = length;
        Radices = new int[count];
        Spans = new int[count];
        int span = length;
        for (int s = 0; s < count; s++)
        {
            span /= radices[s];
            Radices[s] = radices[s];
            Spans[s] = span;
        }

        Order = new short[length];
        for (int place = 0; place < length; place++)
        {
            int left = place;
            int stride = 1;
            int point = 0;
            for (int s = 0; s < count; s++)
            {
                point += left / Spans[s] * stride;
                left %= Spans[s];
                stride *= Radices[s];
            }

            Order[place] = (short)point;
        }
    }

    /// <summary>Number of complex points.</summary>
    internal int Length { get; }

    /// <summary>The radices of the stages, outermost first. The innermost stage is computed first.</summary>
    internal int[] Radices { get; }

    /// <summary>The distance between the points of a butterfly, for each stage.</summary>
    internal int[] Spans { get; }

    /// <summary>For each place, the index of the input point to store there.</summary>
    internal short[] Order { get; }

    /// <summary>Number of complex points for a real transform of a length.</summary>
    /// <exception cref="ArgumentException">The length is not supported.</exception>
    internal static int HalfOf(int length)
    {
        if (!FftLength.IsSupported(length))
        {
            throw new ArgumentException();
        }

        return length / 2;
    }
}

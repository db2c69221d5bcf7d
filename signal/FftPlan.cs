// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// How a complex FFT goes: its length n taken apart into radices, fours first, and the order in which its input must lie so that every
/// stage works in place. Stage s has n / (radix · span) blocks of radix · span points each.
/// </summary>
internal sealed class FftPlan
{
    private const int MaxStages = 16;

    /// <summary>Takes a length apart that is a product of twos, threes and fives.</summary>
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

        Order = new int[length];
        for (int place = 0; place < length; place++)
        {
            int left = place;
            int stride = 1;
            for (int s = 0; s < count; s++)
            {
                Order[place] += left / Spans[s] * stride;
                left %= Spans[s];
                stride *= Radices[s];
            }
        }
    }

    /// <summary>Number of complex points.</summary>
    internal int Length { get; }

    /// <summary>The stages' radices, outermost first; the innermost stage is computed first.</summary>
    internal int[] Radices { get; }

    /// <summary>Distance of the points that a stage's butterflies join.</summary>
    internal int[] Spans { get; }

    /// <summary>Index of the input point that belongs at each place.</summary>
    internal int[] Order { get; }

    /// <summary>Number of complex points of a real transform.</summary>
    /// <exception cref="ArgumentException">There is no transform of the length.</exception>
    internal static int HalfOf(int length)
    {
        if (!FftLength.IsSupported(length))
        {
            throw new ArgumentException();
        }

        return length / 2;
    }
}

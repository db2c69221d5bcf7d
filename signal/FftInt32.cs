// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Written by `dotnet run --project tools/codegen` from signal/Fft.template; a test compares.

namespace TinyInterp.Signal;

/// <summary>
/// Complex FFT of int32 values, forward or inverse: decimation in time with butterflies of 4, 2, 3 and 5 points.
/// Values and twiddle factors have 31 fractional bits. Each butterfly of p points first divides its inputs by p (a product
/// with 2147483647 / p, rounded). So the result is the transform divided by its length, and no intermediate value needs more bits. Only if
/// both parts of a value are near full scale may a stored result wrap, as the reference's does.
/// </summary>
internal sealed class FftInt32
{
    private readonly FftPlan _plan;
    private readonly int[] _twiddles;

    /// <summary>Computes the plan and the twiddle factors e^(∓2πi·k / n).</summary>
    internal FftInt32(int length, bool isInverse)
    {
        _plan = new FftPlan(length);
        IsInverse = isInverse;
        _twiddles = new int[2 * length];
        for (int k = 0; k < length; k++)
        {
            // The same order of operations as the reference's, so that the phase is rounded in the same way.
            double phase = -2 * Trigonometry.Pi * k / length;
            StoreTwiddle(_twiddles, 2 * k, isInverse ? -phase : phase);
        }
    }

    /// <summary>Number of complex points.</summary>
    internal int Length => _plan.Length;

    /// <summary>Whether the transform is the inverse, with a positive exponent.</summary>
    internal bool IsInverse { get; }

    /// <summary>For each point of the block to be transformed, the index of the input point to store there.</summary>
    internal short[] Order => _plan.Order;

    /// <summary>Stores cos and sin of a phase as a twiddle factor.</summary>
    internal static void StoreTwiddle(int[] twiddles, int at, double phase)
    {
        double cos;
        double sin;
        Trigonometry.CosSin(phase, out cos, out sin);
        twiddles[at] = (int)Trigonometry.Floor(0.5 + 2147483647 * cos);
        twiddles[at + 1] = (int)Trigonometry.Floor(0.5 + 2147483647 * sin);
    }

    /// <summary>Transforms a block in place.</summary>
    /// <param name="work">Real and imaginary parts, interleaved, with the points in <see cref="Order"/>.</param>
    /// <param name="start">Index of the first value.</param>
    internal void Transform(int[] work, int start)
    {
        int blocks = _plan.Length;
        for (int stage = _plan.Radices.Length - 1; stage >= 0; stage--)
        {
            int radix = _plan.Radices[stage];
            int span = _plan.Spans[stage];
            blocks /= radix;
            switch (radix)
            {
                case 2:
                    Radix2(work, start, span, blocks);
                    break;
                case 3:
                    Radix3(work, start, span, blocks);
                    break;
                case 4:
                    Radix4(work, start, span, blocks);
                    break;
                default:
                    Radix5(work, start, span, blocks);
                    break;
            }
        }
    }

    private void Radix2(int[] work, int start, int span, int blocks)
    {
        int[] twiddles = _twiddles;
        for (int block = 0; block < blocks; block++)
        {
            int p0 = start + 2 * block * 2 * span;
            int end = p0 + 2 * span;
            for (int t = 0; p0 < end; p0 += 2, t += 2 * blocks)
            {
                int p1 = p0 + 2 * span;
                long sRe = (work[p0] * 1073741823L + 1073741824L) >> 31;
                long sIm = (work[p0 + 1] * 1073741823L + 1073741824L) >> 31;
                long x1Re = (work[p1] * 1073741823L + 1073741824L) >> 31;
                long x1Im = (work[p1 + 1] * 1073741823L + 1073741824L) >> 31;
                long w1Re = twiddles[t];
                long w1Im = twiddles[t + 1];
                long a1Re = (x1Re * w1Re - x1Im * w1Im + 1073741824L) >> 31;
                long a1Im = (x1Re * w1Im + x1Im * w1Re + 1073741824L) >> 31;
                work[p1] = (int)(sRe - a1Re);
                work[p1 + 1] = (int)(sIm - a1Im);
                work[p0] = (int)(sRe + a1Re);
                work[p0 + 1] = (int)(sIm + a1Im);
            }
        }
    }

    private void Radix3(int[] work, int start, int span, int blocks)
    {
        int[] twiddles = _twiddles;
        long turn = twiddles[2 * blocks * span + 1];
        for (int block = 0; block < blocks; block++)
        {
            int p0 = start + 2 * block * 3 * span;
            int end = p0 + 2 * span;
            for (int t = 0; p0 < end; p0 += 2, t += 2 * blocks)
            {
                int p1 = p0 + 2 * span;
                int p2 = p1 + 2 * span;
                long sRe = (work[p0] * 715827882L + 1073741824L) >> 31;
                long sIm = (work[p0 + 1] * 715827882L + 1073741824L) >> 31;
                long x1Re = (work[p1] * 715827882L + 1073741824L) >> 31;
                long x1Im = (work[p1 + 1] * 715827882L + 1073741824L) >> 31;
                long x2Re = (work[p2] * 715827882L + 1073741824L) >> 31;
                long x2Im = (work[p2 + 1] * 715827882L + 1073741824L) >> 31;
                long w1Re = twiddles[t];
                long w1Im = twiddles[t + 1];
                long a1Re = (x1Re * w1Re - x1Im * w1Im + 1073741824L) >> 31;
                long a1Im = (x1Re * w1Im + x1Im * w1Re + 1073741824L) >> 31;
                long w2Re = twiddles[2 * t];
                long w2Im = twiddles[2 * t + 1];
                long a2Re = (x2Re * w2Re - x2Im * w2Im + 1073741824L) >> 31;
                long a2Im = (x2Re * w2Im + x2Im * w2Re + 1073741824L) >> 31;
                long sumRe = a1Re + a2Re;
                long sumIm = a1Im + a2Im;
                long turnRe = ((a1Re - a2Re) * turn + 1073741824L) >> 31;
                long turnIm = ((a1Im - a2Im) * turn + 1073741824L) >> 31;
                long midRe = sRe - (sumRe >> 1);
                long midIm = sIm - (sumIm >> 1);
                work[p0] = (int)(sRe + sumRe);
                work[p0 + 1] = (int)(sIm + sumIm);
                work[p1] = (int)(midRe - turnIm);
                work[p1 + 1] = (int)(midIm + turnRe);
                work[p2] = (int)(midRe + turnIm);
                work[p2 + 1] = (int)(midIm - turnRe);
            }
        }
    }

    private void Radix4(int[] work, int start, int span, int blocks)
    {
        int[] twiddles = _twiddles;
        bool isInverse = IsInverse;
        for (int block = 0; block < blocks; block++)
        {
            int p0 = start + 2 * block * 4 * span;
            int end = p0 + 2 * span;
            for (int t = 0; p0 < end; p0 += 2, t += 2 * blocks)
            {
                int p1 = p0 + 2 * span;
                int p2 = p1 + 2 * span;
                int p3 = p2 + 2 * span;
                long sRe = (work[p0] * 536870911L + 1073741824L) >> 31;
                long sIm = (work[p0 + 1] * 536870911L + 1073741824L) >> 31;
                long x1Re = (work[p1] * 536870911L + 1073741824L) >> 31;
                long x1Im = (work[p1 + 1] * 536870911L + 1073741824L) >> 31;
                long x2Re = (work[p2] * 536870911L + 1073741824L) >> 31;
                long x2Im = (work[p2 + 1] * 536870911L + 1073741824L) >> 31;
                long x3Re = (work[p3] * 536870911L + 1073741824L) >> 31;
                long x3Im = (work[p3 + 1] * 536870911L + 1073741824L) >> 31;
                long w1Re = twiddles[t];
                long w1Im = twiddles[t + 1];
                long a1Re = (x1Re * w1Re - x1Im * w1Im + 1073741824L) >> 31;
                long a1Im = (x1Re * w1Im + x1Im * w1Re + 1073741824L) >> 31;
                long w2Re = twiddles[2 * t];
                long w2Im = twiddles[2 * t + 1];
                long a2Re = (x2Re * w2Re - x2Im * w2Im + 1073741824L) >> 31;
                long a2Im = (x2Re * w2Im + x2Im * w2Re + 1073741824L) >> 31;
                long w3Re = twiddles[3 * t];
                long w3Im = twiddles[3 * t + 1];
                long a3Re = (x3Re * w3Re - x3Im * w3Im + 1073741824L) >> 31;
                long a3Im = (x3Re * w3Im + x3Im * w3Re + 1073741824L) >> 31;
                long evenRe = sRe + a2Re;
                long evenIm = sIm + a2Im;
                long oddRe = sRe - a2Re;
                long oddIm = sIm - a2Im;
                long sumRe = a1Re + a3Re;
                long sumIm = a1Im + a3Im;
                long turnRe = isInverse ? a3Im - a1Im : a1Im - a3Im;
                long turnIm = isInverse ? a1Re - a3Re : a3Re - a1Re;
                work[p0] = (int)(evenRe + sumRe);
                work[p0 + 1] = (int)(evenIm + sumIm);
                work[p1] = (int)(oddRe + turnRe);
                work[p1 + 1] = (int)(oddIm + turnIm);
                work[p2] = (int)(evenRe - sumRe);
                work[p2 + 1] = (int)(evenIm - sumIm);
                work[p3] = (int)(oddRe - turnRe);
                work[p3 + 1] = (int)(oddIm - turnIm);
            }
        }
    }

    private void Radix5(int[] work, int start, int span, int blocks)
    {
        int[] twiddles = _twiddles;
        long yaRe = twiddles[2 * blocks * span];
        long yaIm = twiddles[2 * blocks * span + 1];
        long ybRe = twiddles[4 * blocks * span];
        long ybIm = twiddles[4 * blocks * span + 1];
        for (int block = 0; block < blocks; block++)
        {
            int p0 = start + 2 * block * 5 * span;
            int end = p0 + 2 * span;
            for (int t = 0; p0 < end; p0 += 2, t += 2 * blocks)
            {
                int p1 = p0 + 2 * span;
                int p2 = p1 + 2 * span;
                int p3 = p2 + 2 * span;
                int p4 = p3 + 2 * span;
                long sRe = (work[p0] * 429496729L + 1073741824L) >> 31;
                long sIm = (work[p0 + 1] * 429496729L + 1073741824L) >> 31;
                long x1Re = (work[p1] * 429496729L + 1073741824L) >> 31;
                long x1Im = (work[p1 + 1] * 429496729L + 1073741824L) >> 31;
                long x2Re = (work[p2] * 429496729L + 1073741824L) >> 31;
                long x2Im = (work[p2 + 1] * 429496729L + 1073741824L) >> 31;
                long x3Re = (work[p3] * 429496729L + 1073741824L) >> 31;
                long x3Im = (work[p3 + 1] * 429496729L + 1073741824L) >> 31;
                long x4Re = (work[p4] * 429496729L + 1073741824L) >> 31;
                long x4Im = (work[p4 + 1] * 429496729L + 1073741824L) >> 31;
                long w1Re = twiddles[t];
                long w1Im = twiddles[t + 1];
                long a1Re = (x1Re * w1Re - x1Im * w1Im + 1073741824L) >> 31;
                long a1Im = (x1Re * w1Im + x1Im * w1Re + 1073741824L) >> 31;
                long w2Re = twiddles[2 * t];
                long w2Im = twiddles[2 * t + 1];
                long a2Re = (x2Re * w2Re - x2Im * w2Im + 1073741824L) >> 31;
                long a2Im = (x2Re * w2Im + x2Im * w2Re + 1073741824L) >> 31;
                long w3Re = twiddles[3 * t];
                long w3Im = twiddles[3 * t + 1];
                long a3Re = (x3Re * w3Re - x3Im * w3Im + 1073741824L) >> 31;
                long a3Im = (x3Re * w3Im + x3Im * w3Re + 1073741824L) >> 31;
                long w4Re = twiddles[4 * t];
                long w4Im = twiddles[4 * t + 1];
                long a4Re = (x4Re * w4Re - x4Im * w4Im + 1073741824L) >> 31;
                long a4Im = (x4Re * w4Im + x4Im * w4Re + 1073741824L) >> 31;
                long s14Re = a1Re + a4Re;
                long s14Im = a1Im + a4Im;
                long d14Re = a1Re - a4Re;
                long d14Im = a1Im - a4Im;
                long s23Re = a2Re + a3Re;
                long s23Im = a2Im + a3Im;
                long d23Re = a2Re - a3Re;
                long d23Im = a2Im - a3Im;
                work[p0] = (int)(sRe + (s14Re + s23Re));
                work[p0 + 1] = (int)(sIm + (s14Im + s23Im));
                long nearRe = sRe + ((s14Re * yaRe + 1073741824L) >> 31) + ((s23Re * ybRe + 1073741824L) >> 31);
                long nearIm = sIm + ((s14Im * yaRe + 1073741824L) >> 31) + ((s23Im * ybRe + 1073741824L) >> 31);
                long turnRe = ((d14Im * yaIm + 1073741824L) >> 31) + ((d23Im * ybIm + 1073741824L) >> 31);
                long turnIm = -(((d14Re * yaIm + 1073741824L) >> 31) + ((d23Re * ybIm + 1073741824L) >> 31));
                work[p1] = (int)(nearRe - turnRe);
                work[p1 + 1] = (int)(nearIm - turnIm);
                work[p4] = (int)(nearRe + turnRe);
                work[p4 + 1] = (int)(nearIm + turnIm);
                long farRe = sRe + ((s14Re * ybRe + 1073741824L) >> 31) + ((s23Re * yaRe + 1073741824L) >> 31);
                long farIm = sIm + ((s14Im * ybRe + 1073741824L) >> 31) + ((s23Im * yaRe + 1073741824L) >> 31);
                turnRe = ((d23Im * yaIm + 1073741824L) >> 31) - ((d14Im * ybIm + 1073741824L) >> 31);
                turnIm = ((d14Re * ybIm + 1073741824L) >> 31) - ((d23Re * yaIm + 1073741824L) >> 31);
                work[p2] = (int)(farRe + turnRe);
                work[p2 + 1] = (int)(farIm + turnIm);
                work[p3] = (int)(farRe - turnRe);
                work[p3 + 1] = (int)(farIm - turnIm);
            }
        }
    }
}

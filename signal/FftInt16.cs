// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Written by `dotnet run --project tools/codegen` from signal/Fft.template; a test compares.

namespace TinyInterp.Signal;

/// <summary>
/// Complex FFT of int16 values, forward or inverse: decimation in time with butterflies of 4, 2, 3 and 5 points.
/// Values and twiddle factors have 15 fractional bits. Each butterfly of p points first divides its inputs by p (a product
/// with 32767 / p, rounded). So the result is the transform divided by its length, and no intermediate value needs more bits. Only if
/// both parts of a value are near full scale may a stored result wrap, as the reference's does.
/// </summary>
internal sealed class FftInt16
{
    private readonly FftPlan _plan;
    private readonly short[] _twiddles;

    /// <summary>Computes the plan and the twiddle factors e^(∓2πi·k / n).</summary>
    internal FftInt16(int length, bool isInverse)
    {
        _plan = new FftPlan(length);
        IsInverse = isInverse;
        _twiddles = new short[2 * length];
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
    internal static void StoreTwiddle(short[] twiddles, int at, double phase)
    {
        double cos;
        double sin;
        Trigonometry.CosSin(phase, out cos, out sin);
        twiddles[at] = (short)Trigonometry.Floor(0.5 + 32767 * cos);
        twiddles[at + 1] = (short)Trigonometry.Floor(0.5 + 32767 * sin);
    }

    /// <summary>Transforms a block in place.</summary>
    /// <param name="work">Real and imaginary parts, interleaved, with the points in <see cref="Order"/>.</param>
    /// <param name="start">Index of the first value.</param>
    internal void Transform(short[] work, int start)
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

    private void Radix2(short[] work, int start, int span, int blocks)
    {
        short[] twiddles = _twiddles;
        for (int block = 0; block < blocks; block++)
        {
            int p0 = start + 2 * block * 2 * span;
            int end = p0 + 2 * span;
            for (int t = 0; p0 < end; p0 += 2, t += 2 * blocks)
            {
                int p1 = p0 + 2 * span;
                int sRe = (work[p0] * 16383 + 16384) >> 15;
                int sIm = (work[p0 + 1] * 16383 + 16384) >> 15;
                int x1Re = (work[p1] * 16383 + 16384) >> 15;
                int x1Im = (work[p1 + 1] * 16383 + 16384) >> 15;
                int w1Re = twiddles[t];
                int w1Im = twiddles[t + 1];
                int a1Re = (x1Re * w1Re - x1Im * w1Im + 16384) >> 15;
                int a1Im = (x1Re * w1Im + x1Im * w1Re + 16384) >> 15;
                work[p1] = (short)(sRe - a1Re);
                work[p1 + 1] = (short)(sIm - a1Im);
                work[p0] = (short)(sRe + a1Re);
                work[p0 + 1] = (short)(sIm + a1Im);
            }
        }
    }

    private void Radix3(short[] work, int start, int span, int blocks)
    {
        short[] twiddles = _twiddles;
        int turn = twiddles[2 * blocks * span + 1];
        for (int block = 0; block < blocks; block++)
        {
            int p0 = start + 2 * block * 3 * span;
            int end = p0 + 2 * span;
            for (int t = 0; p0 < end; p0 += 2, t += 2 * blocks)
            {
                int p1 = p0 + 2 * span;
                int p2 = p1 + 2 * span;
                int sRe = (work[p0] * 10922 + 16384) >> 15;
                int sIm = (work[p0 + 1] * 10922 + 16384) >> 15;
                int x1Re = (work[p1] * 10922 + 16384) >> 15;
                int x1Im = (work[p1 + 1] * 10922 + 16384) >> 15;
                int x2Re = (work[p2] * 10922 + 16384) >> 15;
                int x2Im = (work[p2 + 1] * 10922 + 16384) >> 15;
                int w1Re = twiddles[t];
                int w1Im = twiddles[t + 1];
                int a1Re = (x1Re * w1Re - x1Im * w1Im + 16384) >> 15;
                int a1Im = (x1Re * w1Im + x1Im * w1Re + 16384) >> 15;
                int w2Re = twiddles[2 * t];
                int w2Im = twiddles[2 * t + 1];
                int a2Re = (x2Re * w2Re - x2Im * w2Im + 16384) >> 15;
                int a2Im = (x2Re * w2Im + x2Im * w2Re + 16384) >> 15;
                int sumRe = a1Re + a2Re;
                int sumIm = a1Im + a2Im;
                int turnRe = ((a1Re - a2Re) * turn + 16384) >> 15;
                int turnIm = ((a1Im - a2Im) * turn + 16384) >> 15;
                int midRe = sRe - (sumRe >> 1);
                int midIm = sIm - (sumIm >> 1);
                work[p0] = (short)(sRe + sumRe);
                work[p0 + 1] = (short)(sIm + sumIm);
                work[p1] = (short)(midRe - turnIm);
                work[p1 + 1] = (short)(midIm + turnRe);
                work[p2] = (short)(midRe + turnIm);
                work[p2 + 1] = (short)(midIm - turnRe);
            }
        }
    }

    private void Radix4(short[] work, int start, int span, int blocks)
    {
        short[] twiddles = _twiddles;
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
                int sRe = (work[p0] * 8191 + 16384) >> 15;
                int sIm = (work[p0 + 1] * 8191 + 16384) >> 15;
                int x1Re = (work[p1] * 8191 + 16384) >> 15;
                int x1Im = (work[p1 + 1] * 8191 + 16384) >> 15;
                int x2Re = (work[p2] * 8191 + 16384) >> 15;
                int x2Im = (work[p2 + 1] * 8191 + 16384) >> 15;
                int x3Re = (work[p3] * 8191 + 16384) >> 15;
                int x3Im = (work[p3 + 1] * 8191 + 16384) >> 15;
                int w1Re = twiddles[t];
                int w1Im = twiddles[t + 1];
                int a1Re = (x1Re * w1Re - x1Im * w1Im + 16384) >> 15;
                int a1Im = (x1Re * w1Im + x1Im * w1Re + 16384) >> 15;
                int w2Re = twiddles[2 * t];
                int w2Im = twiddles[2 * t + 1];
                int a2Re = (x2Re * w2Re - x2Im * w2Im + 16384) >> 15;
                int a2Im = (x2Re * w2Im + x2Im * w2Re + 16384) >> 15;
                int w3Re = twiddles[3 * t];
                int w3Im = twiddles[3 * t + 1];
                int a3Re = (x3Re * w3Re - x3Im * w3Im + 16384) >> 15;
                int a3Im = (x3Re * w3Im + x3Im * w3Re + 16384) >> 15;
                int evenRe = sRe + a2Re;
                int evenIm = sIm + a2Im;
                int oddRe = sRe - a2Re;
                int oddIm = sIm - a2Im;
                int sumRe = a1Re + a3Re;
                int sumIm = a1Im + a3Im;
                int turnRe = isInverse ? a3Im - a1Im : a1Im - a3Im;
                int turnIm = isInverse ? a1Re - a3Re : a3Re - a1Re;
                work[p0] = (short)(evenRe + sumRe);
                work[p0 + 1] = (short)(evenIm + sumIm);
                work[p1] = (short)(oddRe + turnRe);
                work[p1 + 1] = (short)(oddIm + turnIm);
                work[p2] = (short)(evenRe - sumRe);
                work[p2 + 1] = (short)(evenIm - sumIm);
                work[p3] = (short)(oddRe - turnRe);
                work[p3 + 1] = (short)(oddIm - turnIm);
            }
        }
    }

    private void Radix5(short[] work, int start, int span, int blocks)
    {
        short[] twiddles = _twiddles;
        int yaRe = twiddles[2 * blocks * span];
        int yaIm = twiddles[2 * blocks * span + 1];
        int ybRe = twiddles[4 * blocks * span];
        int ybIm = twiddles[4 * blocks * span + 1];
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
                int sRe = (work[p0] * 6553 + 16384) >> 15;
                int sIm = (work[p0 + 1] * 6553 + 16384) >> 15;
                int x1Re = (work[p1] * 6553 + 16384) >> 15;
                int x1Im = (work[p1 + 1] * 6553 + 16384) >> 15;
                int x2Re = (work[p2] * 6553 + 16384) >> 15;
                int x2Im = (work[p2 + 1] * 6553 + 16384) >> 15;
                int x3Re = (work[p3] * 6553 + 16384) >> 15;
                int x3Im = (work[p3 + 1] * 6553 + 16384) >> 15;
                int x4Re = (work[p4] * 6553 + 16384) >> 15;
                int x4Im = (work[p4 + 1] * 6553 + 16384) >> 15;
                int w1Re = twiddles[t];
                int w1Im = twiddles[t + 1];
                int a1Re = (x1Re * w1Re - x1Im * w1Im + 16384) >> 15;
                int a1Im = (x1Re * w1Im + x1Im * w1Re + 16384) >> 15;
                int w2Re = twiddles[2 * t];
                int w2Im = twiddles[2 * t + 1];
                int a2Re = (x2Re * w2Re - x2Im * w2Im + 16384) >> 15;
                int a2Im = (x2Re * w2Im + x2Im * w2Re + 16384) >> 15;
                int w3Re = twiddles[3 * t];
                int w3Im = twiddles[3 * t + 1];
                int a3Re = (x3Re * w3Re - x3Im * w3Im + 16384) >> 15;
                int a3Im = (x3Re * w3Im + x3Im * w3Re + 16384) >> 15;
                int w4Re = twiddles[4 * t];
                int w4Im = twiddles[4 * t + 1];
                int a4Re = (x4Re * w4Re - x4Im * w4Im + 16384) >> 15;
                int a4Im = (x4Re * w4Im + x4Im * w4Re + 16384) >> 15;
                int s14Re = a1Re + a4Re;
                int s14Im = a1Im + a4Im;
                int d14Re = a1Re - a4Re;
                int d14Im = a1Im - a4Im;
                int s23Re = a2Re + a3Re;
                int s23Im = a2Im + a3Im;
                int d23Re = a2Re - a3Re;
                int d23Im = a2Im - a3Im;
                work[p0] = (short)(sRe + (s14Re + s23Re));
                work[p0 + 1] = (short)(sIm + (s14Im + s23Im));
                int nearRe = sRe + ((s14Re * yaRe + 16384) >> 15) + ((s23Re * ybRe + 16384) >> 15);
                int nearIm = sIm + ((s14Im * yaRe + 16384) >> 15) + ((s23Im * ybRe + 16384) >> 15);
                int turnRe = ((d14Im * yaIm + 16384) >> 15) + ((d23Im * ybIm + 16384) >> 15);
                int turnIm = -(((d14Re * yaIm + 16384) >> 15) + ((d23Re * ybIm + 16384) >> 15));
                work[p1] = (short)(nearRe - turnRe);
                work[p1 + 1] = (short)(nearIm - turnIm);
                work[p4] = (short)(nearRe + turnRe);
                work[p4 + 1] = (short)(nearIm + turnIm);
                int farRe = sRe + ((s14Re * ybRe + 16384) >> 15) + ((s23Re * yaRe + 16384) >> 15);
                int farIm = sIm + ((s14Im * ybRe + 16384) >> 15) + ((s23Im * yaRe + 16384) >> 15);
                turnRe = ((d23Im * yaIm + 16384) >> 15) - ((d14Im * ybIm + 16384) >> 15);
                turnIm = ((d14Re * ybIm + 16384) >> 15) - ((d23Re * yaIm + 16384) >> 15);
                work[p2] = (short)(farRe + turnRe);
                work[p2 + 1] = (short)(farIm + turnIm);
                work[p3] = (short)(farRe - turnRe);
                work[p3 + 1] = (short)(farIm - turnIm);
            }
        }
    }
}

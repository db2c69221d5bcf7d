// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Written by `dotnet run --project tools/codegen` from signal/Fft.template; a test compares.

namespace TinyInterp.Signal;

/// <summary>
/// Complex FFT of float32 values, forward or inverse: decimation in time with butterflies of 4, 2, 3 and 5 points.
/// The inverse does not divide by the length.
/// </summary>
internal sealed class FftSingle
{
    private readonly FftPlan _plan;
    private readonly float[] _twiddles;

    /// <summary>Computes the plan and the twiddle factors e^(∓2πi·k / n).</summary>
    internal FftSingle(int length, bool isInverse)
    {
        _plan = new FftPlan(length);
        IsInverse = isInverse;
        _twiddles = new float[2 * length];
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
    internal static void StoreTwiddle(float[] twiddles, int at, double phase)
    {
        double cos;
        double sin;
        Trigonometry.CosSin(phase, out cos, out sin);
        twiddles[at] = (float)cos;
        twiddles[at + 1] = (float)sin;
    }

    /// <summary>Transforms a block in place.</summary>
    /// <param name="work">Real and imaginary parts, interleaved, with the points in <see cref="Order"/>.</param>
    /// <param name="start">Index of the first value.</param>
    internal void Transform(float[] work, int start)
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

    private void Radix2(float[] work, int start, int span, int blocks)
    {
        float[] twiddles = _twiddles;
        for (int block = 0; block < blocks; block++)
        {
            int p0 = start + 2 * block * 2 * span;
            int end = p0 + 2 * span;
            for (int t = 0; p0 < end; p0 += 2, t += 2 * blocks)
            {
                int p1 = p0 + 2 * span;
                float sRe = work[p0];
                float sIm = work[p0 + 1];
                float x1Re = work[p1];
                float x1Im = work[p1 + 1];
                float w1Re = twiddles[t];
                float w1Im = twiddles[t + 1];
                float a1Re = x1Re * w1Re - x1Im * w1Im;
                float a1Im = x1Re * w1Im + x1Im * w1Re;
                work[p1] = sRe - a1Re;
                work[p1 + 1] = sIm - a1Im;
                work[p0] = sRe + a1Re;
                work[p0 + 1] = sIm + a1Im;
            }
        }
    }

    private void Radix3(float[] work, int start, int span, int blocks)
    {
        float[] twiddles = _twiddles;
        float turn = twiddles[2 * blocks * span + 1];
        for (int block = 0; block < blocks; block++)
        {
            int p0 = start + 2 * block * 3 * span;
            int end = p0 + 2 * span;
            for (int t = 0; p0 < end; p0 += 2, t += 2 * blocks)
            {
                int p1 = p0 + 2 * span;
                int p2 = p1 + 2 * span;
                float sRe = work[p0];
                float sIm = work[p0 + 1];
                float x1Re = work[p1];
                float x1Im = work[p1 + 1];
                float x2Re = work[p2];
                float x2Im = work[p2 + 1];
                float w1Re = twiddles[t];
                float w1Im = twiddles[t + 1];
                float a1Re = x1Re * w1Re - x1Im * w1Im;
                float a1Im = x1Re * w1Im + x1Im * w1Re;
                float w2Re = twiddles[2 * t];
                float w2Im = twiddles[2 * t + 1];
                float a2Re = x2Re * w2Re - x2Im * w2Im;
                float a2Im = x2Re * w2Im + x2Im * w2Re;
                float sumRe = a1Re + a2Re;
                float sumIm = a1Im + a2Im;
                float turnRe = (a1Re - a2Re) * turn;
                float turnIm = (a1Im - a2Im) * turn;
                float midRe = sRe - (sumRe * 0.5f);
                float midIm = sIm - (sumIm * 0.5f);
                work[p0] = sRe + sumRe;
                work[p0 + 1] = sIm + sumIm;
                work[p1] = midRe - turnIm;
                work[p1 + 1] = midIm + turnRe;
                work[p2] = midRe + turnIm;
                work[p2 + 1] = midIm - turnRe;
            }
        }
    }

    private void Radix4(float[] work, int start, int span, int blocks)
    {
        float[] twiddles = _twiddles;
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
                float sRe = work[p0];
                float sIm = work[p0 + 1];
                float x1Re = work[p1];
                float x1Im = work[p1 + 1];
                float x2Re = work[p2];
                float x2Im = work[p2 + 1];
                float x3Re = work[p3];
                float x3Im = work[p3 + 1];
                float w1Re = twiddles[t];
                float w1Im = twiddles[t + 1];
                float a1Re = x1Re * w1Re - x1Im * w1Im;
                float a1Im = x1Re * w1Im + x1Im * w1Re;
                float w2Re = twiddles[2 * t];
                float w2Im = twiddles[2 * t + 1];
                float a2Re = x2Re * w2Re - x2Im * w2Im;
                float a2Im = x2Re * w2Im + x2Im * w2Re;
                float w3Re = twiddles[3 * t];
                float w3Im = twiddles[3 * t + 1];
                float a3Re = x3Re * w3Re - x3Im * w3Im;
                float a3Im = x3Re * w3Im + x3Im * w3Re;
                float evenRe = sRe + a2Re;
                float evenIm = sIm + a2Im;
                float oddRe = sRe - a2Re;
                float oddIm = sIm - a2Im;
                float sumRe = a1Re + a3Re;
                float sumIm = a1Im + a3Im;
                float turnRe = isInverse ? a3Im - a1Im : a1Im - a3Im;
                float turnIm = isInverse ? a1Re - a3Re : a3Re - a1Re;
                work[p0] = evenRe + sumRe;
                work[p0 + 1] = evenIm + sumIm;
                work[p1] = oddRe + turnRe;
                work[p1 + 1] = oddIm + turnIm;
                work[p2] = evenRe - sumRe;
                work[p2 + 1] = evenIm - sumIm;
                work[p3] = oddRe - turnRe;
                work[p3 + 1] = oddIm - turnIm;
            }
        }
    }

    private void Radix5(float[] work, int start, int span, int blocks)
    {
        float[] twiddles = _twiddles;
        float yaRe = twiddles[2 * blocks * span];
        float yaIm = twiddles[2 * blocks * span + 1];
        float ybRe = twiddles[4 * blocks * span];
        float ybIm = twiddles[4 * blocks * span + 1];
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
                float sRe = work[p0];
                float sIm = work[p0 + 1];
                float x1Re = work[p1];
                float x1Im = work[p1 + 1];
                float x2Re = work[p2];
                float x2Im = work[p2 + 1];
                float x3Re = work[p3];
                float x3Im = work[p3 + 1];
                float x4Re = work[p4];
                float x4Im = work[p4 + 1];
                float w1Re = twiddles[t];
                float w1Im = twiddles[t + 1];
                float a1Re = x1Re * w1Re - x1Im * w1Im;
                float a1Im = x1Re * w1Im + x1Im * w1Re;
                float w2Re = twiddles[2 * t];
                float w2Im = twiddles[2 * t + 1];
                float a2Re = x2Re * w2Re - x2Im * w2Im;
                float a2Im = x2Re * w2Im + x2Im * w2Re;
                float w3Re = twiddles[3 * t];
                float w3Im = twiddles[3 * t + 1];
                float a3Re = x3Re * w3Re - x3Im * w3Im;
                float a3Im = x3Re * w3Im + x3Im * w3Re;
                float w4Re = twiddles[4 * t];
                float w4Im = twiddles[4 * t + 1];
                float a4Re = x4Re * w4Re - x4Im * w4Im;
                float a4Im = x4Re * w4Im + x4Im * w4Re;
                float s14Re = a1Re + a4Re;
                float s14Im = a1Im + a4Im;
                float d14Re = a1Re - a4Re;
                float d14Im = a1Im - a4Im;
                float s23Re = a2Re + a3Re;
                float s23Im = a2Im + a3Im;
                float d23Re = a2Re - a3Re;
                float d23Im = a2Im - a3Im;
                work[p0] = sRe + (s14Re + s23Re);
                work[p0 + 1] = sIm + (s14Im + s23Im);
                float nearRe = sRe + (s14Re * yaRe) + (s23Re * ybRe);
                float nearIm = sIm + (s14Im * yaRe) + (s23Im * ybRe);
                float turnRe = (d14Im * yaIm) + (d23Im * ybIm);
                float turnIm = -((d14Re * yaIm) + (d23Re * ybIm));
                work[p1] = nearRe - turnRe;
                work[p1 + 1] = nearIm - turnIm;
                work[p4] = nearRe + turnRe;
                work[p4 + 1] = nearIm + turnIm;
                float farRe = sRe + (s14Re * ybRe) + (s23Re * yaRe);
                float farIm = sIm + (s14Im * ybRe) + (s23Im * yaRe);
                turnRe = (d23Im * yaIm) - (d14Im * ybIm);
                turnIm = (d14Re * ybIm) - (d23Re * yaIm);
                work[p2] = farRe + turnRe;
                work[p2 + 1] = farIm + turnIm;
                work[p3] = farRe - turnRe;
                work[p3 + 1] = farIm - turnIm;
            }
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Power of each frequency of a windowed frame: P[k] = |Σ_j in[j]·w[j]·e^(−2πi·jk / n)|² / 2^16 for 0 &lt; k &lt; n / 2, with Hann weights w of 14
/// fractional bits. P[0] is not computed: a microphone's offset is no sound.
/// </summary>
/// <remarks>
/// The transform never scales down: 64-bit words cost the VM what narrower ones do, and n samples of 15 bits, weights of 14 and a Hann window's sum
/// of n / 2 give |X| ≤ 2^29·n / 2, which leaves the twiddle factors' 15 bits room in 63 for every n up to 2^16. Only squares need less: X loses 8 bits
/// before it is squared. For 256 samples this takes less than half of what <see cref="RfftInt32"/> takes, which divides in each stage.
/// </remarks>
public sealed class PowerSpectrum
{
    /// <summary>The longest frame, in samples, whose powers fit 63 bits whatever the samples are.</summary>
    public const int MaxLength = 1024;

    private const int WindowBits = 14;
    private const int TwiddleBits = 15;

    // What is computed is 2X, and of it 8 bits are dropped.
    private const int DroppedBits = 9;

    private readonly FftPlan _plan;
    private readonly short[] _window;
    private readonly long[] _cos;
    private readonly long[] _sin;
    private readonly long[] _work;

    /// <summary>A spectrum of a fixed length.</summary>
    /// <param name="length">Number of samples: a power of two from 8 to <see cref="MaxLength"/>.</param>
    /// <exception cref="ArgumentException">Any other length.</exception>
    public PowerSpectrum(int length)
    {
        if (length < 8 || length > MaxLength || (length & (length - 1)) != 0)
        {
            throw new ArgumentException();
        }

        Length = length;
        _window = WindowFunction.Hann(length, WindowBits);
        _plan = new FftPlan(length / 2);
        _work = new long[length];
        _cos = new long[length];
        _sin = new long[length];
        for (int k = 0; k < length; k++)
        {
            double cos;
            double sin;
            Trigonometry.CosSin(2 * Trigonometry.Pi * k / length, out cos, out sin);
            _cos[k] = Trigonometry.Floor(cos * (1 << TwiddleBits) + 0.5);
            _sin[k] = Trigonometry.Floor(sin * (1 << TwiddleBits) + 0.5);
        }
    }

    /// <summary>Number of samples.</summary>
    public int Length { get; }

    /// <summary>Transforms a frame.</summary>
    /// <param name="samples">Samples.</param>
    /// <param name="start">Index of the frame's first.</param>
    /// <param name="power">Receives <see cref="Length"/> / 2 powers by frequency, the first of which stays as it is.</param>
    public void Transform(short[] samples, int start, long[] power)
    {
        Load(samples, start);
        int[] radices = _plan.Radices;
        for (int stage = radices.Length - 1; stage >= 0; stage--)
        {
            if (radices[stage] == 2)
            {
                Pairs();
            }
            else
            {
                Radix4(_plan.Spans[stage]);
            }
        }

        Separate(power);
    }

    /// <summary>Weighs the samples and puts them, two and two as complex points, where the butterflies want them.</summary>
    private void Load(short[] samples, int start)
    {
        long[] work = _work;
        short[] window = _window;
        int[] order = _plan.Order;
        int to = 0;
        for (int k = 0; k < order.Length; k++)
        {
            int from = 2 * order[k];
            work[to++] = samples[start + from] * window[from];
            from++;
            work[to++] = samples[start + from] * window[from];
        }
    }

    /// <summary>Butterflies of two neighbours. A power of two has at most one such stage, the first.</summary>
    private void Pairs()
    {
        long[] work = _work;
        for (int p = 0; p < work.Length; p += 4)
        {
            long re = work[p];
            long im = work[p + 1];
            long otherRe = work[p + 2];
            long otherIm = work[p + 3];
            work[p] = re + otherRe;
            work[p + 1] = im + otherIm;
            work[p + 2] = re - otherRe;
            work[p + 3] = im - otherIm;
        }
    }

    /// <summary>Butterflies of four points that lie a span apart; those of like twiddle factors one after the other.</summary>
    private void Radix4(int span)
    {
        long[] work = _work;
        int length = work.Length;
        int reach = 2 * span;
        int turn = length / (4 * span);
        for (int t = 0; t < span; t++)
        {
            int w = t * turn;
            long cos1 = _cos[w];
            long sin1 = _sin[w];
            long cos2 = _cos[2 * w];
            long sin2 = _sin[2 * w];
            long cos3 = _cos[3 * w];
            long sin3 = _sin[3 * w];
            for (int p = 2 * t; p < length; p += 4 * reach)
            {
                int p1 = p + reach;
                int p2 = p1 + reach;
                int p3 = p2 + reach;
                long re = work[p1];
                long im = work[p1 + 1];
                long re1 = (re * cos1 + im * sin1) >> TwiddleBits;
                long im1 = (im * cos1 - re * sin1) >> TwiddleBits;
                re = work[p3];
                im = work[p3 + 1];
                long re3 = (re * cos3 + im * sin3) >> TwiddleBits;
                long im3 = (im * cos3 - re * sin3) >> TwiddleBits;
                long oddRe = re1 + re3;
                long oddIm = im1 + im3;
                re1 -= re3;
                im1 -= im3;
                re = work[p2];
                im = work[p2 + 1];
                long re2 = (re * cos2 + im * sin2) >> TwiddleBits;
                long im2 = (im * cos2 - re * sin2) >> TwiddleBits;
                re = work[p];
                im = work[p + 1];
                long evenRe = re + re2;
                long evenIm = im + im2;
                re -= re2;
                im -= im2;
                work[p] = evenRe + oddRe;
                work[p + 1] = evenIm + oddIm;
                work[p1] = re + im1;
                work[p1 + 1] = im - re1;
                work[p2] = evenRe - oddRe;
                work[p2 + 1] = evenIm - oddIm;
                work[p3] = re - im1;
                work[p3 + 1] = im + re1;
            }
        }
    }

    /// <summary>
    /// From Z, the transform of even samples + i · odd samples: 2X[k] = S + T and 2X[n/2 − k] = conj(S − T), where S = Z[k] + conj Z[n/2 − k] and
    /// T = −i·e^(−2πi·k / n)·(Z[k] − conj Z[n/2 − k]).
    /// </summary>
    private void Separate(long[] power)
    {
        long[] work = _work;
        long[] cosines = _cos;
        long[] sines = _sin;
        int half = work.Length / 2;
        int far = work.Length - 2;
        int k = 1;
        for (int near = 2; near <= far; near += 2)
        {
            long cos = cosines[k];
            long sin = sines[k];
            long sumRe = work[near] + work[far];
            long sumIm = work[near + 1] - work[far + 1];
            long re = work[near] - work[far];
            long im = work[near + 1] + work[far + 1];
            long turnRe = (im * cos - re * sin) >> TwiddleBits;
            long turnIm = (re * cos + im * sin) >> TwiddleBits;
            re = (sumRe + turnRe) >> DroppedBits;
            im = (sumIm - turnIm) >> DroppedBits;
            power[k] = re * re + im * im;
            re = (sumRe - turnRe) >> DroppedBits;
            im = (sumIm + turnIm) >> DroppedBits;
            power[half - k] = re * re + im * im;
            far -= 2;
            k++;
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Power of each frequency of a windowed frame: P[k] = |Σ_j in[j]·w[j]·e^(−2πi·jk / n)|² / 2^16 for 0 &lt; k &lt; n / 2, where w is a
/// Hann window with 14 fractional bits. P[0] is not computed, because the constant offset of a microphone is not sound.
/// </summary>
/// <remarks>
/// The transform never scales down, because on the VM 64-bit arithmetic costs the same as narrower arithmetic. Samples of 15 bits,
/// weights of 14 bits and a Hann window's sum of n / 2 give |X| ≤ 2^29·n / 2, so a product with a twiddle factor of 15 bits fits 63 bits
/// for every n up to 2^16. Only the squares need fewer bits: X is shifted right by 8 before it is squared. So there is no division in
/// each stage, as
/// <see cref="RfftInt32"/> has.
/// </remarks>
public sealed class PowerSpectrum
{
    /// <summary>The longest frame, in samples, whose powers fit 63 bits for any samples.</summary>
    public const int MaxLength = 1024;

    private const int MinLength = 16;
    private const int WindowBits = 14;
    private const int TwiddleBits = 15;

    // The code computes 2X and drops 9 bits of it, so 8 bits of X.
    private const int DroppedBits = 9;

    // cos 45° with as many bits as the twiddle factors.
    private const long Diagonal = 23170;

    private readonly short[] _window;
    private readonly int[] _starts;
    private readonly long[] _cos;
    private readonly long[] _sin;
    private readonly long[] _re;
    private readonly long[] _im;

    /// <summary>Creates a spectrum for frames of one length.</summary>
    /// <param name="length">Number of samples: 16, 64, 256 or 1024.</param>
    /// <exception cref="ArgumentException">The length is another one.</exception>
    public PowerSpectrum(int length)
    {
        int fours = length;
        while (fours > MinLength && (fours & 3) == 0)
        {
            fours >>= 2;
        }

        if (fours != MinLength || length > MaxLength)
        {
            throw new ArgumentException();
        }

        Length = length;
        _window = WindowFunction.Hann(length, WindowBits);
        _re = new long[length / 2];
        _im = new long[length / 2];
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

        // Each group of eight points starts where the plan's order puts its first point; the plan's last two radices form the group.
        short[] order = new FftPlan(length / 2).Order;
        _starts = new int[order.Length / 8];
        for (int g = 0; g < _starts.Length; g++)
        {
            _starts[g] = 2 * order[8 * g];
        }
    }

    /// <summary>Number of samples.</summary>
    public int Length { get; }

    /// <summary>Transforms a frame.</summary>
    /// <param name="samples">Samples.</param>
    /// <param name="start">Index of the frame's first sample.</param>
    /// <param name="power">Receives <see cref="Length"/> / 2 powers by frequency; the first element is left unchanged.</param>
    public void Transform(short[] samples, int start, long[] power)
    {
        Eights(samples, start);
        for (int span = 8; span < _re.Length; span *= 4)
        {
            Fours(span);
        }

        Separate(power);
    }

    /// <summary>
    /// Applies the window, takes pairs of samples as complex points, and computes the first butterflies: eight points that lie Length /
    /// 16 apart, as four butterflies of two points and then two of four. Their only twiddle factors are rotations by 45° and 90°.
    /// </summary>
    private void Eights(short[] samples, int start)
    {
        long[] res = _re;
        long[] ims = _im;
        short[] window = _window;
        int fourth = Length / 8;
        int half = Length / 2;
        for (int g = 0; g < _starts.Length; g++)
        {
            int w = _starts[g];
            int s = start + w;
            int nearRe = samples[s] * window[w];
            int nearIm = samples[s + 1] * window[w + 1];
            int farRe = samples[s + half] * window[w + half];
            int farIm = samples[s + half + 1] * window[w + half + 1];
            long sumRe0 = nearRe + farRe;
            long sumIm0 = nearIm + farIm;
            long re0 = nearRe - farRe;
            long im0 = nearIm - farIm;

            s += fourth;
            w += fourth;
            nearRe = samples[s] * window[w];
            nearIm = samples[s + 1] * window[w + 1];
            farRe = samples[s + half] * window[w + half];
            farIm = samples[s + half + 1] * window[w + half + 1];
            long sumRe1 = nearRe + farRe;
            long sumIm1 = nearIm + farIm;
            int differenceRe = nearRe - farRe;
            int differenceIm = nearIm - farIm;
            long re1 = ((long)differenceRe + differenceIm) * Diagonal >> TwiddleBits;
            long im1 = ((long)differenceIm - differenceRe) * Diagonal >> TwiddleBits;

            s += fourth;
            w += fourth;
            nearRe = samples[s] * window[w];
            nearIm = samples[s + 1] * window[w + 1];
            farRe = samples[s + half] * window[w + half];
            farIm = samples[s + half + 1] * window[w + half + 1];
            long sumRe2 = nearRe + farRe;
            long sumIm2 = nearIm + farIm;
            long re2 = nearIm - farIm;
            long im2 = farRe - nearRe;

            s += fourth;
            w += fourth;
            nearRe = samples[s] * window[w];
            nearIm = samples[s + 1] * window[w + 1];
            farRe = samples[s + half] * window[w + half];
            farIm = samples[s + half + 1] * window[w + half + 1];
            long sumRe3 = nearRe + farRe;
            long sumIm3 = nearIm + farIm;
            differenceRe = nearRe - farRe;
            differenceIm = nearIm - farIm;
            long re3 = ((long)differenceIm - differenceRe) * Diagonal >> TwiddleBits;
            long im3 = (-(long)differenceIm - differenceRe) * Diagonal >> TwiddleBits;

            int p = 8 * g;
            res[p] = sumRe0 + sumRe2 + sumRe1 + sumRe3;
            ims[p] = sumIm0 + sumIm2 + sumIm1 + sumIm3;
            res[p + 2] = sumRe0 - sumRe2 + sumIm1 - sumIm3;
            ims[p + 2] = sumIm0 - sumIm2 - sumRe1 + sumRe3;
            res[p + 4] = sumRe0 + sumRe2 - sumRe1 - sumRe3;
            ims[p + 4] = sumIm0 + sumIm2 - sumIm1 - sumIm3;
            res[p + 6] = sumRe0 - sumRe2 - sumIm1 + sumIm3;
            ims[p + 6] = sumIm0 - sumIm2 + sumRe1 - sumRe3;
            p++;
            res[p] = re0 + re2 + re1 + re3;
            ims[p] = im0 + im2 + im1 + im3;
            res[p + 2] = re0 - re2 + im1 - im3;
            ims[p + 2] = im0 - im2 - re1 + re3;
            res[p + 4] = re0 + re2 - re1 - re3;
            ims[p + 4] = im0 + im2 - im1 - im3;
            res[p + 6] = re0 - re2 - im1 + im3;
            ims[p + 6] = im0 - im2 + re1 - re3;
        }
    }

    /// <summary>
    /// Butterflies of four points that lie a span apart. Butterflies with the same twiddle factors run one after the other.
    /// </summary>
    private void Fours(int span)
    {
        long[] res = _re;
        long[] ims = _im;
        int length = res.Length;
        int turn = length / (2 * span);
        for (int t = 0; t < span; t++)
        {
            int w = t * turn;
            long cos1 = _cos[w];
            long sin1 = _sin[w];
            long cos2 = _cos[2 * w];
            long sin2 = _sin[2 * w];
            long cos3 = _cos[3 * w];
            long sin3 = _sin[3 * w];
            for (int p = t; p < length; p += 4 * span)
            {
                int p1 = p + span;
                int p2 = p1 + span;
                int p3 = p2 + span;
                long re = res[p1];
                long im = ims[p1];
                long re1 = (re * cos1 + im * sin1) >> TwiddleBits;
                long im1 = (im * cos1 - re * sin1) >> TwiddleBits;
                re = res[p3];
                im = ims[p3];
                long re3 = (re * cos3 + im * sin3) >> TwiddleBits;
                long im3 = (im * cos3 - re * sin3) >> TwiddleBits;
                re = res[p2];
                im = ims[p2];
                long re2 = (re * cos2 + im * sin2) >> TwiddleBits;
                long im2 = (im * cos2 - re * sin2) >> TwiddleBits;
                re = res[p];
                im = ims[p];
                res[p] = re + re2 + re1 + re3;
                ims[p] = im + im2 + im1 + im3;
                res[p1] = re - re2 + im1 - im3;
                ims[p1] = im - im2 - re1 + re3;
                res[p2] = re + re2 - re1 - re3;
                ims[p2] = im + im2 - im1 - im3;
                res[p3] = re - re2 - im1 + im3;
                ims[p3] = im - im2 + re1 - re3;
            }
        }
    }

    /// <summary>
    /// Computes powers from Z, the transform of even samples + i · odd samples: 2X[k] = S + T and 2X[n/2 − k] = conj(S − T), where
    /// S = Z[k] + conj Z[n/2 − k] and T = −i·e^(−2πi·k / n)·(Z[k] − conj Z[n/2 − k]).
    /// </summary>
    private void Separate(long[] power)
    {
        long[] res = _re;
        long[] ims = _im;
        long[] cosines = _cos;
        long[] sines = _sin;
        int far = res.Length - 1;
        for (int near = 1; near <= far; near++)
        {
            long re = res[near];
            long im = ims[near];
            long farRe = res[far];
            long farIm = ims[far];
            long sumRe = re + farRe;
            long sumIm = im - farIm;
            re -= farRe;
            im += farIm;
            long cos = cosines[near];
            long sin = sines[near];
            long turnRe = (im * cos - re * sin) >> TwiddleBits;
            long turnIm = (re * cos + im * sin) >> TwiddleBits;
            re = (sumRe + turnRe) >> DroppedBits;
            im = (sumIm - turnIm) >> DroppedBits;
            power[near] = re * re + im * im;
            re = (sumRe - turnRe) >> DroppedBits;
            im = (sumIm + turnIm) >> DroppedBits;
            power[far] = re * re + im * im;
            far--;
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Halves the sample rate of a stream: y[i] = round(Σ h[n]·x[2i − 9 − n]), a low pass at a quarter of the sample rate, then every second sample.
/// Nothing is allocated once it is made.
/// </summary>
/// <remarks>
/// h is the ideal half-band filter, sin(πn/2) / (πn), under a Hamming window, 0.54 + 0.46·cos(πn/10), for n from −9 to 9. Its even taps are zero but
/// for the middle one, ½; the odd ones are scaled so that all add up to 1, and rounded to 2⁻¹⁵, which keeps the sum. From 16 kHz to 8 kHz it passes
/// 0 to 2.5 kHz within 0.04 dB and 3 kHz with −0.3 dB; what would fold onto these, from 5.5 kHz and 5 kHz on, it holds down by 50 and 29 dB. Between
/// them speech has little, and fold-over only lands above 3 kHz. The magnitudes of the taps add up to 1.39, so a sum stays below 2³¹.
/// </remarks>
public sealed class HalfBandDecimator
{
    /// <summary>Samples that a sum reaches over, without the newest.</summary>
    private const int Reach = 18;

    private const int TapBits = 15;
    private const int Tap1 = 10159;
    private const int Tap3 = -2807;
    private const int Tap5 = 1122;
    private const int Tap7 = -400;
    private const int Tap9 = 118;

    private readonly short[] _line;
    private int _held;

    /// <summary>A decimator of streams.</summary>
    /// <param name="capacity">The most samples that are written at once.</param>
    public HalfBandDecimator(int capacity)
    {
        _line = new short[Reach + capacity];
        Reset();
    }

    /// <summary>Takes samples, and gives half as many: of an odd number the last one waits.</summary>
    /// <param name="samples">Samples.</param>
    /// <param name="start">Index of the first.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="halved">Receives every second sample of what was filtered, 9 samples late.</param>
    /// <param name="halvedStart">Index of the first.</param>
    /// <returns>How many were given.</returns>
    public int Write(short[] samples, int start, int count, short[] halved, int halvedStart)
    {
        Array.Copy(samples, start, _line, _held, count);
        short[] x = _line;
        int end = _held + count;
        int to = halvedStart;
        int at = 0;
        for (; at + Reach < end; at += 2)
        {
            int y = (((x[at + 9] << (TapBits - 1)) + (1 << (TapBits - 1))
                + (x[at + 8] + x[at + 10]) * Tap1
                + (x[at + 6] + x[at + 12]) * Tap3
                + (x[at + 4] + x[at + 14]) * Tap5
                + (x[at + 2] + x[at + 16]) * Tap7
                + (x[at] + x[at + 18]) * Tap9) >> TapBits);
            if (y > short.MaxValue)
            {
                y = short.MaxValue;
            }
            else if (y < short.MinValue)
            {
                y = short.MinValue;
            }

            halved[to++] = (short)y;
        }

        _held = end - at;
        Array.Copy(x, at, x, 0, _held);
        return to - halvedStart;
    }

    /// <summary>Begins a new stream, before which there was silence.</summary>
    public void Reset()
    {
        Array.Clear(_line, 0, _line.Length);
        _held = Reach;
    }
}

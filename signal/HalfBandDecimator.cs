// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Halves the sample rate of a stream, and may make it louder: y[i] = round(2^gain · Σ h[n]·x[2i − 7 − n]), clamped to 16 bits; a low pass at a quarter
/// of the sample rate, then every second sample. Nothing is allocated once it is made.
/// </summary>
/// <remarks>
/// h is the ideal half-band filter, sin(πn/2) / (πn), under a Hamming window, 0.54 + 0.46·cos(πn/8), for n from −7 to 7. Its even taps are zero but
/// for the middle one, ½; the odd ones are scaled so that all add up to 1, and rounded to 2⁻¹⁵, which keeps the sum. From 16 kHz to 8 kHz it passes
/// 0 to 2.5 kHz within 0.15 dB and 3 kHz with −0.7 dB; what would fold onto these, from 5.5 kHz and 5 kHz on, it holds down by 42 and 22 dB. Between
/// them speech has little, and folds to above 3 kHz only. The magnitudes of the taps add up to 1.33, so a sum stays below 2³¹. Four more taps would
/// give 7 dB more and cost a seventh more: on a board this filter is a quarter of what listening to silence takes.
/// </remarks>
public sealed class HalfBandDecimator
{
    /// <summary>Samples that a sum reaches over, without the newest.</summary>
    private const int Reach = 14;

    private const int TapBits = 15;
    private const int Tap1 = 10100;
    private const int Tap3 = -2498;
    private const int Tap5 = 762;
    private const int Tap7 = -172;

    private readonly short[] _line;
    private readonly int _shift;
    private int _held;

    /// <summary>A decimator of streams.</summary>
    /// <param name="capacity">The most samples that are written at once.</param>
    /// <param name="gain">By how many doublings the result is louder, 0 to 8.</param>
    public HalfBandDecimator(int capacity, int gain)
    {
        if (capacity < 0 || gain < 0 || gain > 8)
        {
            throw new ArgumentException();
        }

        _line = new short[Reach + capacity];
        _shift = TapBits - gain;
        Reset();
    }

    /// <summary>Takes samples, and gives half as many: of an odd number the last one waits.</summary>
    /// <param name="samples">Samples.</param>
    /// <param name="start">Index of the first.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="halved">Receives every second sample of what was filtered, 7 samples late.</param>
    /// <param name="halvedStart">Index of the first.</param>
    /// <returns>How many were given.</returns>
    public int Write(short[] samples, int start, int count, short[] halved, int halvedStart)
    {
        Array.Copy(samples, start, _line, _held, count);
        short[] x = _line;
        int shift = _shift;
        int half = 1 << (shift - 1);
        int end = _held + count;
        int to = halvedStart;
        int at = 0;
        for (; at + Reach < end; at += 2)
        {
            int y = ((x[at + 7] << (TapBits - 1)) + half
                + (x[at + 6] + x[at + 8]) * Tap1
                + (x[at + 4] + x[at + 10]) * Tap3
                + (x[at + 2] + x[at + 12]) * Tap5
                + (x[at] + x[at + 14]) * Tap7) >> shift;
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

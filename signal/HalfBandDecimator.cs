// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Halves the sample rate of a stream and optionally amplifies it: y[i] = round(2^gain · Σ h[n]·x[2i − 7 − n]), clamped to int16. This is
/// a low pass at a quarter of the sample rate, of which every second output is kept. The input is one channel of the bytes that a
/// microphone delivers. Only the constructor allocates.
/// </summary>
/// <remarks>
/// h is the ideal half-band filter, sin(πn/2) / (πn), times a Hamming window, 0.54 + 0.46·cos(πn/8), for n from −7 to 7. Its even taps
/// are zero except the middle one, which is ½. The odd taps are scaled so that all taps add up to 1, and rounded to 2⁻¹⁵, which preserves
/// the sum. From 16 kHz to 8 kHz, the filter passes 0 to 2.5 kHz within 0.15 dB and 3 kHz with −0.7 dB. Aliases of these bands come from
/// 5.5 kHz and 5 kHz upwards and are attenuated by 42 and 22 dB. Speech has little between 3 and 5 kHz, and it aliases to above 3 kHz
/// only. The magnitudes of the taps add up to 1.33, so a sum stays below 2³¹. The odd taps apply to every second sample, the middle tap
/// to the others. Both histories are kept in locals while a block is computed, because array elements cost a board about three times as
/// much.
/// </remarks>
public sealed class HalfBandDecimator
{
    private const int TapBits = 15;
    private const int Tap1 = 10100;
    private const int Tap3 = -2498;
    private const int Tap5 = 762;
    private const int Tap7 = -172;

    private readonly int[] _even = new int[7];
    private readonly int[] _odd = new int[4];
    private readonly int _shift;

    /// <summary>Creates a decimator for one stream.</summary>
    /// <param name="gain">Amplification as a power of two, 0 to 8.</param>
    /// <exception cref="ArgumentException">The gain is out of range.</exception>
    public HalfBandDecimator(int gain)
    {
        if (gain < 0 || gain > 8)
        {
            throw new ArgumentException();
        }

        _shift = TapBits - gain;
    }

    /// <summary>Reads little-endian 16-bit samples and writes half as many, with a delay of 7 input samples.</summary>
    /// <param name="bytes">The bytes that hold the samples.</param>
    /// <param name="start">Index of the first sample's first byte.</param>
    /// <param name="step">Bytes from one sample to the next: 2, or 4 to take one channel of two.</param>
    /// <param name="halved">Receives the samples, from index 0.</param>
    /// <param name="count">Number of samples to write; twice as many are read.</param>
    public void Write(byte[] bytes, int start, int step, short[] halved, int count)
    {
        int[] even = _even;
        int[] odd = _odd;
        int a0 = even[0];
        int a1 = even[1];
        int a2 = even[2];
        int a3 = even[3];
        int a4 = even[4];
        int a5 = even[5];
        int a6 = even[6];
        int b0 = odd[0];
        int b1 = odd[1];
        int b2 = odd[2];
        int b3 = odd[3];
        int shift = _shift;
        int half = 1 << (shift - 1);
        for (int i = 0; i < count; i++)
        {
            int a7 = (short)(bytes[start] | bytes[start + 1] << 8);
            int y = ((b0 << (TapBits - 1)) + half
                + (a3 + a4) * Tap1 + (a2 + a5) * Tap3 + (a1 + a6) * Tap5 + (a0 + a7) * Tap7) >> shift;
            if (y > short.MaxValue)
            {
                y = short.MaxValue;
            }
            else if (y < short.MinValue)
            {
                y = short.MinValue;
            }

            halved[i] = (short)y;
            a0 = a1;
            a1 = a2;
            a2 = a3;
            a3 = a4;
            a4 = a5;
            a5 = a6;
            a6 = a7;
            start += step;
            b0 = b1;
            b1 = b2;
            b2 = b3;
            b3 = (short)(bytes[start] | bytes[start + 1] << 8);
            start += step;
        }

        even[0] = a0;
        even[1] = a1;
        even[2] = a2;
        even[3] = a3;
        even[4] = a4;
        even[5] = a5;
        even[6] = a6;
        odd[0] = b0;
        odd[1] = b1;
        odd[2] = b2;
        odd[3] = b3;
    }

    /// <summary>Starts a new stream, as if silence preceded it.</summary>
    public void Reset()
    {
        Array.Clear(_even, 0, _even.Length);
        Array.Clear(_odd, 0, _odd.Length);
    }
}

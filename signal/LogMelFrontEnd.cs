// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Computes frames of log2 mel-band energies from a stream of 8 kHz audio: every 256 samples (32 ms, without overlap) give one frame of
/// int8 features, in steps of 1/8 octave of energy. All arithmetic is on integers, so a board and a desktop compute the same bytes. Only
/// the constructor allocates.
/// </summary>
/// <remarks>
/// A feature is 8·log2(E) − 352, clamped to int8. E is 2^12·64 times a band's energy in units of one sample step squared: 14 bits of
/// window less 8 dropped bits leave a factor of 2^6 in amplitude, so 2^12 in power, and a band's full weight is 64. So −128 stands for
/// 2^28, the hiss of an amplitude of about two steps, and 127 for 2^59.9, close to a full-scale tone. What a microphone delivers lies in
/// between.
/// </remarks>
public sealed class LogMelFrontEnd
{
    /// <summary>Sample rate in Hz.</summary>
    public const int SampleRate = 8000;

    /// <summary>Number of samples in a frame.</summary>
    public const int FrameLength = 256;

    /// <summary>Steps of a feature per doubling of energy.</summary>
    public const int StepsPerOctave = 8;

    private const int Offset = 352;
    private const int MantissaBits = 6;

    // round(8·log2(1 + (i + 1/2) / 64)).
    private static readonly byte[] _log2 =
    {
        0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5,
        5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8,
    };

    private readonly PowerSpectrum _spectrum = new PowerSpectrum(FrameLength);
    private readonly MelBands _bands;
    private readonly short[] _samples = new short[FrameLength];
    private readonly long[] _power = new long[FrameLength / 2];
    private readonly long[] _energy;
    private int _count;

    /// <summary>Creates a front end with the given bands.</summary>
    /// <param name="edges">
    /// Band edges as in <see cref="MelBands"/>, in units of 31.25 Hz. The first is at least 1 and the last at most 128.
    /// </param>
    /// <exception cref="ArgumentException">An edge is out of range.</exception>
    public LogMelFrontEnd(int[] edges)
    {
        if (edges[0] < 1 || edges[edges.Length - 1] > FrameLength / 2)
        {
            throw new ArgumentException();
        }

        _bands = new MelBands(edges);
        _energy = new long[_bands.Count];
    }

    /// <summary>Number of features in a frame.</summary>
    public int BandCount => _energy.Length;

    /// <summary>Whether a frame is complete, so that <see cref="Read"/> can return it.</summary>
    public bool IsFrameReady => _count == FrameLength;

    /// <summary>Takes samples until the frame is complete.</summary>
    /// <param name="samples">Samples.</param>
    /// <param name="start">Index of the first sample.</param>
    /// <param name="count">Number of samples available.</param>
    /// <returns>Number of samples taken: 0 while a complete frame has not been read.</returns>
    public int Write(short[] samples, int start, int count)
    {
        int room = FrameLength - _count;
        int taken = count < room ? count : room;
        Array.Copy(samples, start, _samples, _count, taken);
        _count += taken;
        return taken;
    }

    /// <summary>Computes the features of the complete frame and starts the next frame.</summary>
    /// <param name="features">Receives <see cref="BandCount"/> features.</param>
    /// <param name="start">Index of the first feature.</param>
    public void Read(sbyte[] features, int start)
    {
        _count = 0;
        _spectrum.Transform(_samples, 0, _power);
        _bands.Sum(_power, _energy);
        for (int b = 0; b < _energy.Length; b++)
        {
            features[start + b] = Feature(_energy[b]);
        }
    }

    /// <summary>Discards an incomplete frame.</summary>
    public void Reset()
    {
        _count = 0;
    }

    private static sbyte Feature(long energy)
    {
        if (energy >> 28 == 0)
        {
            return -128;
        }

        int place = 28;
        if (energy >> 44 != 0)
        {
            place = 44;
        }

        if (energy >> (place + 8) != 0)
        {
            place += 8;
        }

        if (energy >> (place + 4) != 0)
        {
            place += 4;
        }

        if (energy >> (place + 2) != 0)
        {
            place += 2;
        }

        if (energy >> (place + 1) != 0)
        {
            place++;
        }

        int mantissa = (int)(energy >> (place - MantissaBits)) & ((1 << MantissaBits) - 1);
        int feature = place * StepsPerOctave + _log2[mantissa] - Offset;
        return (sbyte)(feature > 127 ? 127 : feature);
    }
}

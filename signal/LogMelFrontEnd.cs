// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Turns 8 kHz sound into frames of log2 mel-band energies, as a stream: every 256 samples (32 ms, without overlap) give one frame of int8
/// features, 8 steps to a doubling of energy. Integers only, so a board and a desktop compute the same bytes; nothing is allocated once it is made.
/// </summary>
/// <remarks>
/// A feature is 8·log2(E) − 352, clamped to int8, where E is 2^12·64 times a band's energy in units of one sample step squared (14 bits of window and
/// 8 dropped ones leave 2^6 to the amplitude, 2^12 to the power; a band's full weight is 64). So −128 stands for 2^28, the hiss of an amplitude of
/// about two steps, and 127 for 2^59.9, near a full-scale tone: what comes from a microphone lies between.
/// </remarks>
public sealed class LogMelFrontEnd
{
    /// <summary>Samples a second.</summary>
    public const int SampleRate = 8000;

    /// <summary>Samples a frame.</summary>
    public const int FrameLength = 256;

    /// <summary>Steps of a feature to a doubling of energy.</summary>
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

    /// <summary>A front end with given bands.</summary>
    /// <param name="edges">See <see cref="MelBands"/>; a unit is 31.25 Hz, the first at least 1 and the last at most 128.</param>
    public LogMelFrontEnd(int[] edges)
    {
        if (edges[0] < 1 || edges[edges.Length - 1] > FrameLength / 2)
        {
            throw new ArgumentException();
        }

        _bands = new MelBands(edges);
        _energy = new long[_bands.Count];
    }

    /// <summary>Features of a frame.</summary>
    public int BandCount => _energy.Length;

    /// <summary>Whether a frame is complete, so that <see cref="Read"/> gives it.</summary>
    public bool IsFrameReady => _count == FrameLength;

    /// <summary>Takes samples up to the end of the frame.</summary>
    /// <param name="samples">Samples.</param>
    /// <param name="start">Index of the first.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>How many were taken: none while a complete frame has not been read.</returns>
    public int Write(short[] samples, int start, int count)
    {
        int room = FrameLength - _count;
        int taken = count < room ? count : room;
        Array.Copy(samples, start, _samples, _count, taken);
        _count += taken;
        return taken;
    }

    /// <summary>Computes the complete frame's features and begins the next frame.</summary>
    /// <param name="features">Receives <see cref="BandCount"/> features.</param>
    /// <param name="start">Index of the first.</param>
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

    /// <summary>Drops an unfinished frame.</summary>
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

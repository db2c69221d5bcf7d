// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Subtracts a noise estimate from each channel. The estimate is a running average of the channel:
/// noise ← (in·2^smoothingBits · smoothing + noise · oneMinusSmoothing) / 2^fractionBits, and the output is
/// out = max((in·2^smoothingBits − min(noise, in·2^smoothingBits)) / 2^smoothingBits, in · minSignalRemaining / 2^fractionBits).
/// Signals and noise are uint32 values, stored in ints; products are 64 bits wide.
/// </summary>
public sealed class SpectralSubtraction
{
    private readonly int[] _noise;

    /// <summary>Creates a subtraction for a number of channels, with a noise estimate of 0.</summary>
    public SpectralSubtraction(int channels)
    {
        _noise = new int[channels];
    }

    /// <summary>
    /// How fast the noise estimate follows the signal on even channels, with <see cref="FractionBits"/> fractional bits.
    /// </summary>
    public long Smoothing { get; set; }

    /// <summary>1 − <see cref="Smoothing"/>, with <see cref="FractionBits"/> fractional bits.</summary>
    public long OneMinusSmoothing { get; set; }

    /// <summary>Like <see cref="Smoothing"/>, for odd channels.</summary>
    public long AlternateSmoothing { get; set; }

    /// <summary>1 − <see cref="AlternateSmoothing"/>, with <see cref="FractionBits"/> fractional bits.</summary>
    public long AlternateOneMinusSmoothing { get; set; }

    /// <summary>The share of the signal that always remains, with <see cref="FractionBits"/> fractional bits.</summary>
    public long MinSignalRemaining { get; set; }

    /// <summary>Number of fractional bits that the noise estimate has in addition to the signal's, 0 to 31.</summary>
    public int SmoothingBits { get; set; }

    /// <summary>Number of fractional bits of the factors, 0 to 31.</summary>
    public int FractionBits { get; set; }

    /// <summary>Whether the noise estimate drops at once to a signal below it.</summary>
    public bool IsClamping { get; set; }

    /// <summary>
    /// The noise estimate of each channel: a uint32 stored in an int, with <see cref="SmoothingBits"/> more fractional bits than
    /// the signal.
    /// </summary>
    public int[] Noise => _noise;

    /// <summary>Sets the noise estimate to 0.</summary>
    public void Reset()
    {
        Array.Clear(_noise, 0, _noise.Length);
    }

    /// <summary>Processes one signal value per channel.</summary>
    /// <param name="input">Signals.</param>
    /// <param name="inputStart">Index of the first signal.</param>
    /// <param name="output">Receives the signals less noise; may be the input.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public void Apply(int[] input, int inputStart, int[] output, int outputStart)
    {
        int[] noises = _noise;
        int smoothingBits = SmoothingBits;
        int fractionBits = FractionBits;
        long minSignalRemaining = MinSignalRemaining;
        bool isClamping = IsClamping;
        long evenSmoothing = Smoothing;
        long evenOneMinus = OneMinusSmoothing;
        long oddSmoothing = AlternateSmoothing;
        long oddOneMinus = AlternateOneMinusSmoothing;
        for (int c = 0; c < noises.Length; c++)
        {
            long signal = input[inputStart + c] & 0xFFFFFFFFL;
            long scaled = (signal << smoothingBits) & 0xFFFFFFFFL;
            long noise = noises[c] & 0xFFFFFFFFL;
            noise = (c & 1) == 0
                ? scaled * evenSmoothing + noise * evenOneMinus
                : scaled * oddSmoothing + noise * oddOneMinus;
            noise = (noise >> fractionBits) & 0xFFFFFFFFL;
            long estimate = noise;
            if (estimate > scaled)
            {
                estimate = scaled;
                if (isClamping)
                {
                    noise = scaled;
                }
            }

            noises[c] = (int)noise;
            long floor = ((signal * minSignalRemaining) >> fractionBits) & 0xFFFFFFFFL;
            long left = (scaled - estimate) >> smoothingBits;
            output[outputStart + c] = (int)(left > floor ? left : floor);
        }
    }
}

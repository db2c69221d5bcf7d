// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Takes the noise out of each channel. The noise is a running average of the channel:
/// noise ← (in·2^smoothingBits · smoothing + noise · oneMinusSmoothing) / 2^fractionBits, and what is left is
/// out = max((in·2^smoothingBits − min(noise, in·2^smoothingBits)) / 2^smoothingBits, in · minSignalRemaining / 2^fractionBits).
/// Signals and noise are uint32 by their bits, products 64 bits wide.
/// </summary>
public sealed class SpectralSubtraction
{
    private readonly int[] _noise;

    /// <summary>A subtraction for a number of channels, with no noise heard yet.</summary>
    public SpectralSubtraction(int channels)
    {
        _noise = new int[channels];
    }

    /// <summary>How fast the noise follows the signal on even channels, with <see cref="FractionBits"/> fractional bits.</summary>
    public long Smoothing { get; set; }

    /// <summary>One minus <see cref="Smoothing"/>.</summary>
    public long OneMinusSmoothing { get; set; }

    /// <summary>As <see cref="Smoothing"/>, on odd channels.</summary>
    public long AlternateSmoothing { get; set; }

    /// <summary>One minus <see cref="AlternateSmoothing"/>.</summary>
    public long AlternateOneMinusSmoothing { get; set; }

    /// <summary>The share of the signal that is always left, with <see cref="FractionBits"/> fractional bits.</summary>
    public long MinSignalRemaining { get; set; }

    /// <summary>Fractional bits that the noise has beyond the signal's, 0 to 31.</summary>
    public int SmoothingBits { get; set; }

    /// <summary>Fractional bits of the factors, 0 to 31.</summary>
    public int FractionBits { get; set; }

    /// <summary>Whether the noise falls at once to a signal below it.</summary>
    public bool IsClamping { get; set; }

    /// <summary>The noise of each channel, uint32 by its bits, with <see cref="SmoothingBits"/> more fractional bits than the signal.</summary>
    public int[] Noise => _noise;

    /// <summary>Forgets the noise.</summary>
    public void Reset()
    {
        Array.Clear(_noise, 0, _noise.Length);
    }

    /// <summary>Takes in one signal of each channel.</summary>
    /// <param name="input">Signals.</param>
    /// <param name="inputStart">Index of the first.</param>
    /// <param name="output">Receives the signals without noise; may be the input.</param>
    /// <param name="outputStart">Index of the first.</param>
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

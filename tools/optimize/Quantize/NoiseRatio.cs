// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Signal to quantisation noise: 10 log10(Σ x² / Σ (x - q)²) in dB.</summary>
public sealed class NoiseRatio
{
    private double _signal;
    private double _noise;

    /// <summary>Takes in values and what they became.</summary>
    public void Add(float[] values, float[] quantized)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double difference = (double)values[i] - quantized[i];
            _signal += (double)values[i] * values[i];
            _noise += difference * difference;
        }
    }

    /// <summary>The ratio in dB: infinite without noise, negative where the noise is the greater.</summary>
    public double Decibels => _noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(_signal / _noise);
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;

namespace TinyInterp.Optimize.Compare;

/// <summary>How far values are from those they should be, gathered over all samples.</summary>
public sealed class Noise
{
    private double _signal;
    private double _noise;

    /// <summary>
    /// 10 · log10(Σ expected² / Σ (found − expected)²) in decibels: infinite where nothing differs, minus infinite where something does
    /// from a signal of 0.
    /// </summary>
    public double Decibels => _noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(_signal / _noise);

    /// <summary>The largest difference.</summary>
    public double MaxError { get; private set; }

    /// <summary>Takes in the values of one sample.</summary>
    public void Add(IReadOnlyList<float> expected, IReadOnlyList<float> found)
    {
        for (int i = 0; i < expected.Count; i++)
        {
            // Equal infinities and NaNs do not differ, though their difference is not a number.
            if (expected[i].Equals(found[i]))
            {
                _signal += float.IsFinite(expected[i]) ? (double)expected[i] * expected[i] : 0;
                continue;
            }

            double error = Math.Abs((double)found[i] - expected[i]);
            error = double.IsNaN(error) ? double.PositiveInfinity : error;
            _signal += float.IsFinite(expected[i]) ? (double)expected[i] * expected[i] : 0;
            _noise += error * error;
            MaxError = Math.Max(MaxError, error);
        }
    }
}

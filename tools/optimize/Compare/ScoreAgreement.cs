// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Optimize.Compare;

/// <summary>How often two models choose the same class, and how often each chooses the right one.</summary>
public sealed class ScoreAgreement
{
    private readonly bool _hasLabels;
    private int _samples;
    private int _agreed;
    private int _rightA;
    private int _rightB;

    internal ScoreAgreement(int output, bool hasLabels)
    {
        Output = output;
        _hasLabels = hasLabels;
    }

    /// <summary>Which output the scores are.</summary>
    public int Output { get; }

    /// <summary>Share of samples for which both models' greatest score is that of one class.</summary>
    public double Top1Agreement => (double)_agreed / _samples;

    /// <summary>Share of samples that A gives their label; null where the data has none.</summary>
    public double? AccuracyA => _hasLabels ? (double)_rightA / _samples : null;

    /// <summary>Share of samples that B gives their label; null where the data has none.</summary>
    public double? AccuracyB => _hasLabels ? (double)_rightB / _samples : null;

    internal void Add(float[] a, float[] b, int label)
    {
        int chosenA = Top1(a);
        int chosenB = Top1(b);
        _samples++;
        _agreed += chosenA == chosenB ? 1 : 0;
        _rightA += chosenA == label ? 1 : 0;
        _rightB += chosenB == label ? 1 : 0;
    }

    private static int Top1(IReadOnlyList<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Count; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return best;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Keyword;

/// <summary>The mean of each label's last scores. Scores from before the start count as 0.</summary>
internal sealed class ScoreSmoother
{
    private readonly int _labels;
    private readonly int _length;
    private readonly int[] _history;
    private readonly int[] _sums;
    private int _at;

    internal ScoreSmoother(int labels, int length)
    {
        _labels = labels;
        _length = length;
        _history = new int[labels * length];
        _sums = new int[labels];
    }

    /// <summary>Adds one score for every label.</summary>
    internal void Write(int[] scores)
    {
        for (int l = 0; l < _labels; l++)
        {
            _sums[l] += scores[l] - _history[_at + l];
            _history[_at + l] = scores[l];
        }

        _at += _labels;
        if (_at == _history.Length)
        {
            _at = 0;
        }
    }

    /// <summary>The mean score of a label.</summary>
    internal int Mean(int label)
    {
        return _sums[label] / _length;
    }

    /// <summary>Clears all scores.</summary>
    internal void Reset()
    {
        Array.Clear(_history, 0, _history.Length);
        Array.Clear(_sums, 0, _sums.Length);
        _at = 0;
    }
}

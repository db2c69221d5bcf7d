// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Diagnostics;

namespace TinyInterp.Planner.Packing;

/// <summary>The time that a search may take, and who receives the progress.</summary>
public sealed class SearchBudget
{
    private const int StepsBetweenLooks = 256;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly TimeSpan _limit;
    private readonly Action<SearchProgress>? _progress;
    private readonly SearchBudget? _whole;
    private int _steps;
    private bool _isSpent;

    /// <summary>A budget that begins now.</summary>
    /// <param name="limit">The time.</param>
    /// <param name="progress">Receives what has been found and proved; may be null.</param>
    public SearchBudget(TimeSpan limit, Action<SearchProgress>? progress = null)
    {
        _limit = limit;
        _progress = progress;
    }

    private SearchBudget(SearchBudget whole, TimeSpan limit)
        : this(limit, whole._progress)
    {
        _whole = whole;
    }

    /// <summary>Whether there is time left; cheap enough to be asked at each step.</summary>
    public bool IsSpent
    {
        get
        {
            if (!_isSpent && ++_steps >= StepsBetweenLooks)
            {
                _steps = 0;
                _isSpent = _watch.Elapsed >= _limit || (_whole != null && _whole._watch.Elapsed >= _whole._limit);
            }

            return _isSpent;
        }
    }

    /// <summary>A budget of some of the time that is left.</summary>
    public SearchBudget Part(double share)
    {
        TimeSpan left = _limit - _watch.Elapsed;
        return new SearchBudget(this, left < TimeSpan.Zero ? TimeSpan.Zero : left * share);
    }

    /// <summary>Tells whoever wants to know.</summary>
    internal void Report(long best, long bound)
    {
        _progress?.Invoke(new SearchProgress(best, bound));
    }
}

/// <summary>How far a search has come.</summary>
/// <param name="Best">Memory of the best packing found.</param>
/// <param name="Bound">A lower bound of every packing, as far as proved.</param>
public sealed record SearchProgress(long Best, long Bound);

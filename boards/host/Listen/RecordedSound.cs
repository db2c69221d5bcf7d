// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Diagnostics;
using System.Threading;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host.Listen;

/// <summary>Sound that is there already.</summary>
internal sealed class RecordedSound : ISoundSource
{
    private readonly short[] _samples;
    private readonly Stopwatch? _clock;
    private int _at;

    /// <summary>A source.</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="isLive">Whether samples come no sooner than they would from a microphone.</param>
    internal RecordedSound(short[] samples, bool isLive)
    {
        _samples = samples;
        _clock = isLive ? Stopwatch.StartNew() : null;
    }

    /// <inheritdoc />
    public int Read(short[] samples)
    {
        int count = Math.Min(samples.Length, _samples.Length - _at);
        Array.Copy(_samples, _at, samples, 0, count);
        _at += count;
        if (_clock != null)
        {
            long early = _at * 1000L / Detection.SampleRate - _clock.ElapsedMilliseconds;
            if (early > 0)
            {
                Thread.Sleep((int)early);
            }
        }

        return count;
    }
}

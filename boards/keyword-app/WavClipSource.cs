// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Boards;

/// <summary>Plays clips one after the other, each between pauses, again and again. Samples come as fast as they are asked for.</summary>
public sealed class WavClipSource : ISampleSource
{
    private readonly WavClip[] _clips;
    private readonly int _pause;
    private int _clip;
    private int _at;
    private int _roundsLeft;
    private int _endLeft;

    /// <summary>A source that begins with a pause.</summary>
    /// <param name="clips">The clips, in the order in which they play.</param>
    /// <param name="pause">Samples of silence before each and after the last: zeros.</param>
    /// <param name="rounds">How often all of them play; 0 for without end.</param>
    public WavClipSource(WavClip[] clips, int pause, int rounds)
    {
        if (clips.Length == 0 || pause < 0 || rounds < 0)
        {
            throw new ArgumentException();
        }

        _clips = clips;
        _pause = pause;
        _at = -pause;
        _roundsLeft = rounds == 0 ? -1 : rounds;
        _endLeft = pause;
    }

    /// <inheritdoc />
    public int Read(short[] samples)
    {
        int count = 0;
        while (count < samples.Length && _roundsLeft != 0)
        {
            WavClip clip = _clips[_clip];
            int room = samples.Length - count;
            int left = _at < 0 ? -_at : clip.Count - _at;
            int taken = left < room ? left : room;
            if (_at < 0)
            {
                Array.Clear(samples, count, taken);
            }
            else
            {
                clip.Read(_at, samples, count, taken);
            }

            count += taken;
            _at += taken;
            if (_at == clip.Count)
            {
                Next();
            }
        }

        if (_roundsLeft == 0)
        {
            int zeros = samples.Length - count < _endLeft ? samples.Length - count : _endLeft;
            Array.Clear(samples, count, zeros);
            _endLeft -= zeros;
            count += zeros;
        }

        return count;
    }

    private void Next()
    {
        _at = -_pause;
        _clip++;
        if (_clip == _clips.Length)
        {
            _clip = 0;
            if (_roundsLeft > 0)
            {
                _roundsLeft--;
            }
        }
    }
}

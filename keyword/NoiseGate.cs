// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Keyword;

/// <summary>
/// Separates frames with sound in them from background noise by their mean feature, which is a logarithm of energy. The noise floor drops
/// to a quieter frame at once and rises by one step every few louder frames. So steady noise closes the gate again after a while.
/// </summary>
internal sealed class NoiseGate
{
    private const int FramesPerRise = 4;

    private readonly int _margin;
    private readonly int _hold;
    private int _floor = 127;
    private int _sinceRise;
    private int _left;

    /// <summary>Creates a gate.</summary>
    /// <param name="margin">How far above the floor a frame must be to open the gate, in feature steps; 0 keeps it open.</param>
    /// <param name="hold">Number of frames for which it then stays open.</param>
    internal NoiseGate(int margin, int hold)
    {
        _margin = margin;
        _hold = hold;
    }

    /// <summary>Whether one of the last frames was above the floor by more than the margin.</summary>
    internal bool IsOpen => _margin == 0 || _left != 0;

    /// <summary>Processes a frame.</summary>
    internal void Write(sbyte[] frames, int start, int bands)
    {
        int sum = 0;
        for (int b = start; b < start + bands; b++)
        {
            sum += frames[b];
        }

        int mean = sum / bands;
        if (mean <= _floor)
        {
            _floor = mean;
            _sinceRise = 0;
        }
        else if (++_sinceRise == FramesPerRise)
        {
            _floor++;
            _sinceRise = 0;
        }

        if (mean > _floor + _margin)
        {
            _left = _hold;
        }
        else if (_left != 0)
        {
            _left--;
        }
    }

    internal void Reset()
    {
        _floor = 127;
        _sinceRise = 0;
        _left = 0;
    }
}

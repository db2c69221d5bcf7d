// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Keyword;

/// <summary>
/// Tells frames with something in them from background by their mean feature, a logarithm of energy. The floor follows what is quieter
/// at once and what is louder by one step in so many frames, so a steady noise closes the gate again after a while.
/// </summary>
internal sealed class NoiseGate
{
    private const int FramesPerRise = 4;

    private readonly int _margin;
    private readonly int _hold;
    private int _floor = 127;
    private int _sinceRise;
    private int _left;

    /// <summary>A gate.</summary>
    /// <param name="margin">How far above the floor a frame opens it; 0 for always.</param>
    /// <param name="hold">For how many frames it stays open.</param>
    internal NoiseGate(int margin, int hold)
    {
        _margin = margin;
        _hold = hold;
    }

    /// <summary>Whether one of the last frames rose above the floor.</summary>
    internal bool IsOpen => _margin == 0 || _left != 0;

    /// <summary>Looks at a frame.</summary>
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

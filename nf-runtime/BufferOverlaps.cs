// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp;

/// <summary>
/// Which buffers may share memory although a node reads the one while it writes the other. The output may begin a certain distance below
/// the input: by the time the node writes an element there, it has read the input's element for the last time.
/// </summary>
public sealed class BufferOverlaps
{
    private const int Fields = 5;

    private int[] _entries = new int[4 * Fields];

    /// <summary>Number of pairs.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a pair.</summary>
    /// <param name="output">The buffer that the node writes. Its life begins with the node.</param>
    /// <param name="input">The buffer that the node reads. Its life ends with the node.</param>
    /// <param name="distance">The least number of elements by which the output begins below the input; 0 if it may begin there.</param>
    /// <param name="step">The node is fastest if the distance is a multiple of this number.</param>
    /// <param name="isSlow">Whether the overlap keeps the node from being fast, so that it is only for want of memory.</param>
    public void Add(int output, int input, int distance, int step, bool isSlow)
    {
        int at = Count * Fields;
        if (at == _entries.Length)
        {
            int[] longer = new int[2 * at];
            Array.Copy(_entries, longer, at);
            _entries = longer;
        }

        _entries[at] = output;
        _entries[at + 1] = input;
        _entries[at + 2] = distance;
        _entries[at + 3] = step;
        _entries[at + 4] = isSlow ? 1 : 0;
        Count++;
    }

    /// <summary>The pair with this output and input, or -1.</summary>
    public int Find(int output, int input)
    {
        for (int at = (Count - 1) * Fields; at >= 0; at -= Fields)
        {
            if (_entries[at] == output && _entries[at + 1] == input)
            {
                return at / Fields;
            }
        }

        return -1;
    }

    /// <summary>The output of a pair.</summary>
    public int Output(int pair)
    {
        return _entries[pair * Fields];
    }

    /// <summary>The input of a pair.</summary>
    public int Input(int pair)
    {
        return _entries[pair * Fields + 1];
    }

    /// <summary>The least distance of a pair, in elements.</summary>
    public int Distance(int pair)
    {
        return _entries[pair * Fields + 2];
    }

    /// <summary>The number that the distance of a pair should be a multiple of.</summary>
    public int Step(int pair)
    {
        return _entries[pair * Fields + 3];
    }

    /// <summary>Whether the overlap of a pair keeps the node from being fast.</summary>
    public bool IsSlow(int pair)
    {
        return _entries[pair * Fields + 4] != 0;
    }

    /// <summary>The least distance of a pair that is a multiple of its step.</summary>
    public int RoundedDistance(int pair)
    {
        int step = Step(pair);
        int distance = Distance(pair);
        return distance <= int.MaxValue - step ? (distance + step - 1) / step * step : distance;
    }
}

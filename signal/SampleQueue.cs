// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>A queue of int16 samples in a ring buffer of fixed size. Frames, delays and stacks are built on it.</summary>
internal sealed class SampleQueue
{
    private readonly short[] _ring;
    private int _first;

    /// <summary>Creates a queue for up to <paramref name="capacity"/> samples.</summary>
    internal SampleQueue(int capacity)
    {
        _ring = new short[capacity];
    }

    /// <summary>Number of samples in the queue.</summary>
    internal int Count { get; private set; }

    /// <summary>Empties the queue, then adds zeros.</summary>
    internal void Reset(int zeros)
    {
        Array.Clear(_ring, 0, _ring.Length);
        _first = 0;
        Count = zeros;
    }

    /// <summary>Adds samples. The caller makes sure that there is room.</summary>
    internal void Write(short[] source, int start, int count)
    {
        int capacity = _ring.Length;
        int at = _first + Count;
        at = at >= capacity ? at - capacity : at;
        int straight = count < capacity - at ? count : capacity - at;
        Array.Copy(source, start, _ring, at, straight);
        if (straight < count)
        {
            Array.Copy(source, start + straight, _ring, 0, count - straight);
        }

        Count += count;
    }

    /// <summary>Copies the oldest samples and leaves them in the queue. The caller makes sure that there are enough.</summary>
    internal void Peek(short[] target, int start, int count)
    {
        int capacity = _ring.Length;
        int straight = count < capacity - _first ? count : capacity - _first;
        Array.Copy(_ring, _first, target, start, straight);
        if (straight < count)
        {
            Array.Copy(_ring, 0, target, start + straight, count - straight);
        }
    }

    /// <summary>Removes the oldest samples. The caller makes sure that there are enough.</summary>
    internal void Discard(int count)
    {
        _first += count;
        _first = _first >= _ring.Length ? _first - _ring.Length : _first;
        Count -= count;
    }
}

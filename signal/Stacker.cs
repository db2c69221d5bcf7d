// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Stacks feature vectors with their neighbours: left ones before, right ones after, one stack for every <see cref="Step"/> vectors. The
/// first vector stands for those before the beginning.
/// </summary>
public sealed class Stacker
{
    private readonly SampleQueue _queue;
    private readonly int _left;
    private bool _hasFirst;

    /// <summary>A stacker.</summary>
    /// <param name="channels">Values in a vector.</param>
    /// <param name="left">Vectors before.</param>
    /// <param name="right">Vectors after.</param>
    /// <param name="step">Vectors from one stack to the next; at most left + right + 1.</param>
    /// <exception cref="ArgumentException">Channels or step is not positive, a neighbourhood negative, or the step too large.</exception>
    public Stacker(int channels, int left, int right, int step)
    {
        if (channels < 1 || left < 0 || right < 0 || step < 1 || step > (long)left + right + 1)
        {
            throw new ArgumentException();
        }

        Channels = channels;
        Step = step;
        Size = channels * (left + right + 1);
        _left = left;
        _queue = new SampleQueue(Size);
    }

    /// <summary>Values in a vector.</summary>
    public int Channels { get; }

    /// <summary>Vectors from one stack to the next.</summary>
    public int Step { get; }

    /// <summary>Values in a stack.</summary>
    public int Size { get; }

    /// <summary>Bytes of the values that a stacker keeps.</summary>
    public static long BytesFor(int channels, int left, int right)
    {
        return 2L * channels * ((long)left + right + 1);
    }

    /// <summary>Forgets all vectors.</summary>
    public void Reset()
    {
        _queue.Reset(0);
        _hasFirst = false;
    }

    /// <summary>Takes in one vector.</summary>
    /// <param name="input">Values.</param>
    /// <param name="inputStart">Index of the first; <see cref="Channels"/> are taken.</param>
    /// <param name="stack">Receives <see cref="Size"/> values where there is a stack.</param>
    /// <param name="stackStart">Index of the first.</param>
    /// <returns>Whether there was a stack.</returns>
    public bool Write(short[] input, int inputStart, short[] stack, int stackStart)
    {
        for (int copies = _hasFirst ? 0 : _left; copies >= 0; copies--)
        {
            _queue.Write(input, inputStart, Channels);
        }

        _hasFirst = true;
        if (_queue.Count < Size)
        {
            return false;
        }

        _queue.Peek(stack, stackStart, Size);
        _queue.Discard(Channels * Step);
        return true;
    }
}

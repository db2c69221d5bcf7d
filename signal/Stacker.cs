// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Stacks each feature vector with its neighbours, the left ones before it and the right ones after it, and outputs one stack every
/// <see cref="Step"/> vectors. Copies of the first vector stand in for those before the start.
/// </summary>
public sealed class Stacker
{
    private readonly SampleQueue _queue;
    private readonly int _left;
    private bool _hasFirst;

    /// <summary>Creates a stacker.</summary>
    /// <param name="channels">Number of values in a vector.</param>
    /// <param name="left">Number of vectors before.</param>
    /// <param name="right">Number of vectors after.</param>
    /// <param name="step">Number of vectors from one stack to the next; at most left + right + 1.</param>
    /// <exception cref="ArgumentException">
    /// Channels or step is not positive, left or right is negative, or the step is too large.
    /// </exception>
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

    /// <summary>Number of values in a vector.</summary>
    public int Channels { get; }

    /// <summary>Number of vectors from one stack to the next.</summary>
    public int Step { get; }

    /// <summary>Number of values in a stack.</summary>
    public int Size { get; }

    /// <summary>Bytes of the buffer that a stacker allocates.</summary>
    public static long BytesFor(int channels, int left, int right)
    {
        return 2L * channels * ((long)left + right + 1);
    }

    /// <summary>Starts a new stream.</summary>
    public void Reset()
    {
        _queue.Reset(0);
        _hasFirst = false;
    }

    /// <summary>Takes one vector and outputs a stack if one is complete.</summary>
    /// <param name="input">Values.</param>
    /// <param name="inputStart">Index of the first of <see cref="Channels"/> values.</param>
    /// <param name="stack">Receives <see cref="Size"/> values if a stack is complete.</param>
    /// <param name="stackStart">Index of the first output.</param>
    /// <returns>Whether a stack was written.</returns>
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

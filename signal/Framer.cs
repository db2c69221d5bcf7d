// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Cuts a stream of int16 samples into overlapping frames: after every <see cref="Step"/> samples the last <see cref="Size"/> ones.
/// </summary>
public sealed class Framer
{
    private readonly SampleQueue _queue;
    private readonly bool _isPrefilled;

    /// <summary>A framer.</summary>
    /// <param name="size">Samples in a frame.</param>
    /// <param name="step">Samples from one frame's beginning to the next one's.</param>
    /// <param name="isPrefilled">Whether zeros stand before the stream, so that the first step already gives a frame.</param>
    /// <exception cref="ArgumentException">Size or step is not positive.</exception>
    public Framer(int size, int step, bool isPrefilled)
    {
        if (size < 1 || step < 1)
        {
            throw new ArgumentException();
        }

        Size = size;
        Step = step;
        _isPrefilled = isPrefilled;
        _queue = new SampleQueue((size + step - 1) / step * step);
        Reset();
    }

    /// <summary>Samples in a frame.</summary>
    public int Size { get; }

    /// <summary>Samples from one frame's beginning to the next one's.</summary>
    public int Step { get; }

    /// <summary>Bytes of the samples that a framer keeps.</summary>
    public static long BytesFor(int size, int step)
    {
        return 2 * (((long)size + step - 1) / step * step);
    }

    /// <summary>Forgets the stream so far.</summary>
    public void Reset()
    {
        _queue.Reset(_isPrefilled && Size > Step ? Size - Step : 0);
    }

    /// <summary>Takes in one step.</summary>
    /// <param name="input">Samples.</param>
    /// <param name="inputStart">Index of the first; <see cref="Step"/> are taken.</param>
    /// <param name="frame">Receives <see cref="Size"/> samples where there are as many.</param>
    /// <param name="frameStart">Index of the first.</param>
    /// <returns>Whether there was a frame.</returns>
    public bool Write(short[] input, int inputStart, short[] frame, int frameStart)
    {
        _queue.Write(input, inputStart, Step);
        if (_queue.Count < Size)
        {
            return false;
        }

        _queue.Peek(frame, frameStart, Size);
        _queue.Discard(Step);
        return true;
    }
}

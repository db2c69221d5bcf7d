// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Cuts a stream of int16 samples into overlapping frames: after every <see cref="Step"/> samples, a frame of the last
/// <see cref="Size"/>.
/// </summary>
public sealed class Framer
{
    private readonly SampleQueue _queue;
    private readonly bool _isPrefilled;

    /// <summary>Creates a framer.</summary>
    /// <param name="size">Number of samples in a frame.</param>
    /// <param name="step">Number of samples from the start of one frame to the start of the next.</param>
    /// <param name="isPrefilled">Whether zeros precede the stream, so that the first step already completes a frame.</param>
    /// <exception cref="ArgumentException">The size or the step is not positive.</exception>
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

    /// <summary>Number of samples in a frame.</summary>
    public int Size { get; }

    /// <summary>Number of samples from the start of one frame to the start of the next.</summary>
    public int Step { get; }

    /// <summary>Bytes of the buffer that a framer allocates.</summary>
    public static long BytesFor(int size, int step)
    {
        return 2 * (((long)size + step - 1) / step * step);
    }

    /// <summary>Starts a new stream.</summary>
    public void Reset()
    {
        _queue.Reset(_isPrefilled && Size > Step ? Size - Step : 0);
    }

    /// <summary>Takes one step of samples and outputs a frame if one is complete.</summary>
    /// <param name="input">Samples.</param>
    /// <param name="inputStart">Index of the first of <see cref="Step"/> samples.</param>
    /// <param name="frame">Receives <see cref="Size"/> samples if a frame is complete.</param>
    /// <param name="frameStart">Index of the first output.</param>
    /// <returns>Whether a frame was written.</returns>
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

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Joins overlapping frames into a stream of float32 samples. Each frame is added to the remainder of the frames before it, and the first
/// step of the sum is output.
/// </summary>
public sealed class OverlapAddSingle
{
    private readonly float[] _kept;
    private readonly int _step;

    /// <summary>Creates an overlap-add.</summary>
    /// <param name="size">Number of samples in a frame.</param>
    /// <param name="step">Number of samples from the start of one frame to the start of the next; at most
    /// <paramref name="size"/>.</param>
    /// <exception cref="ArgumentException">The step is not positive, or is larger than a frame.</exception>
    public OverlapAddSingle(int size, int step)
    {
        if (step < 1 || step > size)
        {
            throw new ArgumentException();
        }

        _kept = new float[size];
        _step = step;
    }

    /// <summary>Bytes of the buffer that an overlap-add allocates.</summary>
    public static long BytesFor(int size)
    {
        return 4L * size;
    }

    /// <summary>Starts a new stream.</summary>
    public void Reset()
    {
        Array.Clear(_kept, 0, _kept.Length);
    }

    /// <summary>Adds one frame and outputs one step.</summary>
    /// <param name="input">Samples.</param>
    /// <param name="inputStart">Index of the frame's first sample.</param>
    /// <param name="output">Receives one step of samples.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public void Apply(float[] input, int inputStart, float[] output, int outputStart)
    {
        float[] kept = _kept;
        int size = kept.Length;
        for (int i = 0; i < size; i++)
        {
            kept[i] += input[inputStart + i];
        }

        // Moves the rest to the front. The loop runs forwards, so each element moves to a place that has been read already.
        Array.Copy(kept, 0, output, outputStart, _step);
        int rest = size - _step;
        for (int i = 0; i < rest; i++)
        {
            kept[i] = kept[i + _step];
        }

        Array.Clear(kept, rest, _step);
    }
}

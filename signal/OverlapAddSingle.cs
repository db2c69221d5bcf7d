// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Joins overlapping frames into a stream of float32 samples: each frame is added to what the frames before it left, and the
/// first step of the sum goes out.
/// </summary>
public sealed class OverlapAddSingle
{
    private readonly float[] _kept;
    private readonly int _step;

    /// <summary>A joiner.</summary>
    /// <param name="size">Samples in a frame.</param>
    /// <param name="step">Samples from one frame's beginning to the next one's; at most <paramref name="size"/>.</param>
    /// <exception cref="ArgumentException">The step is not positive or larger than a frame.</exception>
    public OverlapAddSingle(int size, int step)
    {
        if (step < 1 || step > size)
        {
            throw new ArgumentException();
        }

        _kept = new float[size];
        _step = step;
    }

    /// <summary>Bytes of the samples that a joiner keeps.</summary>
    public static long BytesFor(int size)
    {
        return 4L * size;
    }

    /// <summary>Forgets all frames.</summary>
    public void Reset()
    {
        Array.Clear(_kept, 0, _kept.Length);
    }

    /// <summary>Takes in one frame and gives out one step.</summary>
    /// <param name="input">Samples.</param>
    /// <param name="inputStart">Index of the frame's first.</param>
    /// <param name="output">Receives a step of samples.</param>
    /// <param name="outputStart">Index of the first.</param>
    public void Apply(float[] input, int inputStart, float[] output, int outputStart)
    {
        float[] kept = _kept;
        int size = kept.Length;
        for (int i = 0; i < size; i++)
        {
            kept[i] += input[inputStart + i];
        }

        // One element after the other, forwards: an element is moved only to places already read.
        Array.Copy(kept, 0, output, outputStart, _step);
        int rest = size - _step;
        for (int i = 0; i < rest; i++)
        {
            kept[i] = kept[i + _step];
        }

        Array.Clear(kept, rest, _step);
    }
}

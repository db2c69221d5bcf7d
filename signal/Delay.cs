// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>Delays a stream of int16 samples: out[t] = in[t − length], zeros at first.</summary>
public sealed class Delay
{
    private readonly SampleQueue _queue;
    private readonly int _length;
    private readonly int _blockSize;

    /// <summary>A delay.</summary>
    /// <param name="length">By how many samples; 0 or more.</param>
    /// <param name="blockSize">Samples that go in and out at once.</param>
    /// <exception cref="ArgumentException">The length is negative or the block size not positive.</exception>
    public Delay(int length, int blockSize)
    {
        if (length < 0 || blockSize < 1)
        {
            throw new ArgumentException();
        }

        _length = length;
        _blockSize = blockSize;
        _queue = new SampleQueue(length + blockSize);
        Reset();
    }

    /// <summary>Bytes of the samples that a delay keeps.</summary>
    public static long BytesFor(int length, int blockSize)
    {
        return 2 * ((long)length + blockSize);
    }

    /// <summary>Forgets the stream so far.</summary>
    public void Reset()
    {
        _queue.Reset(_length);
    }

    /// <summary>Takes in a block and gives out the delayed one.</summary>
    /// <param name="input">Samples.</param>
    /// <param name="inputStart">Index of the first.</param>
    /// <param name="output">Receives as many.</param>
    /// <param name="outputStart">Index of the first.</param>
    public void Apply(short[] input, int inputStart, short[] output, int outputStart)
    {
        _queue.Write(input, inputStart, _blockSize);
        _queue.Peek(output, outputStart, _blockSize);
        _queue.Discard(_blockSize);
    }
}

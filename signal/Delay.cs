// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>Delays a stream of int16 samples: out[t] = in[t − length]. The first length samples are zeros.</summary>
public sealed class Delay
{
    private readonly SampleQueue _queue;
    private readonly int _length;
    private readonly int _blockSize;

    /// <summary>Creates a delay.</summary>
    /// <param name="length">The delay in samples; 0 or more.</param>
    /// <param name="blockSize">Number of samples per call of <see cref="Apply"/>.</param>
    /// <exception cref="ArgumentException">The length is negative, or the block size is not positive.</exception>
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

    /// <summary>Bytes of the buffer that a delay allocates.</summary>
    public static long BytesFor(int length, int blockSize)
    {
        return 2 * ((long)length + blockSize);
    }

    /// <summary>Starts a new stream.</summary>
    public void Reset()
    {
        _queue.Reset(_length);
    }

    /// <summary>Reads a block and writes the delayed block.</summary>
    /// <param name="input">Samples.</param>
    /// <param name="inputStart">Index of the first sample.</param>
    /// <param name="output">Receives the same number of samples.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public void Apply(short[] input, int inputStart, short[] output, int outputStart)
    {
        _queue.Write(input, inputStart, _blockSize);
        _queue.Peek(output, outputStart, _blockSize);
        _queue.Discard(_blockSize);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>16 bit samples as bytes: the lower one first, as files, serial lines and microphones bring them.</summary>
public static class Pcm16
{
    /// <summary>Makes samples of bytes.</summary>
    /// <param name="bytes">Where the bytes are.</param>
    /// <param name="at">Index of the first sample's first byte.</param>
    /// <param name="step">Bytes from one sample to the next: 2, or 4 for one channel of two.</param>
    /// <param name="samples">Receives the samples.</param>
    /// <param name="start">Index of the first.</param>
    /// <param name="count">How many.</param>
    public static void Decode(byte[] bytes, int at, int step, short[] samples, int start, int count)
    {
        int end = start + count;
        for (int i = start; i < end; i++)
        {
            samples[i] = (short)(bytes[at] | bytes[at + 1] << 8);
            at += step;
        }
    }

    /// <summary>Makes samples louder; what no longer fits is cut off at the largest value.</summary>
    /// <param name="samples">The samples, from the first on.</param>
    /// <param name="count">How many.</param>
    /// <param name="shift">By how many doublings, 0 to 15.</param>
    public static void Amplify(short[] samples, int count, int shift)
    {
        for (int i = 0; i < count; i++)
        {
            int y = samples[i] << shift;
            if (y > short.MaxValue)
            {
                y = short.MaxValue;
            }
            else if (y < short.MinValue)
            {
                y = short.MinValue;
            }

            samples[i] = (short)y;
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>16 bit samples as bytes: the lower one first, as files and serial lines bring them.</summary>
public static class Pcm16
{
    /// <summary>Makes samples of bytes.</summary>
    /// <param name="bytes">Where the bytes are.</param>
    /// <param name="at">Index of the first sample's first byte.</param>
    /// <param name="samples">Receives the samples.</param>
    /// <param name="start">Index of the first.</param>
    /// <param name="count">How many.</param>
    public static void Decode(byte[] bytes, int at, short[] samples, int start, int count)
    {
        int end = start + count;
        for (int i = start; i < end; i++)
        {
            samples[i] = (short)(bytes[at] | bytes[at + 1] << 8);
            at += 2;
        }
    }
}

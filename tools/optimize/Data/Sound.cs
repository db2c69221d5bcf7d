// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Optimize.Data;

/// <summary>Samples of one channel.</summary>
/// <param name="Place">The file, for messages.</param>
/// <param name="Samples">16-bit samples.</param>
/// <param name="Rate">Samples a second.</param>
public sealed record Sound(string Place, short[] Samples, int Rate)
{
    /// <summary>As many samples as wanted around the middle; a short sound gets silence on both sides.</summary>
    public short[] Centred(int count)
    {
        short[] result = new short[count];
        int from = Math.Max(0, (Samples.Length - count) / 2);
        int to = Math.Max(0, (count - Samples.Length) / 2);
        Array.Copy(Samples, from, result, to, Math.Min(count, Samples.Length));
        return result;
    }

    internal static Sound Read(DataFile file)
    {
        throw new DataException(file.Place, "WAV cannot be read yet");
    }
}

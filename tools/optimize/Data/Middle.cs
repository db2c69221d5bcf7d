// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Optimize.Data;

/// <summary>Sounds of any length as sounds of one length.</summary>
internal static class Middle
{
    /// <summary>As many samples as wanted around the middle; a short sound gets silence on both sides.</summary>
    internal static short[] Of(short[] samples, int count)
    {
        short[] result = new short[count];
        int from = Math.Max(0, (samples.Length - count) / 2);
        int to = Math.Max(0, (count - samples.Length) / 2);
        Array.Copy(samples, from, result, to, Math.Min(count, samples.Length));
        return result;
    }
}

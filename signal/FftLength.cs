// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>The lengths that the real transforms support.</summary>
public static class FftLength
{
    /// <summary>The longest transform, in real values.</summary>
    public const int Max = 1 << 16;

    /// <summary>
    /// Whether a transform of this length is supported: an even number up to <see cref="Max"/> with no prime factor above 5.
    /// </summary>
    public static bool IsSupported(int length)
    {
        if (length < 2 || length > Max || (length & 1) != 0)
        {
            return false;
        }

        for (int prime = 2; prime <= 5; prime++)
        {
            while (length % prime == 0)
            {
                length /= prime;
            }
        }

        return length == 1;
    }
}

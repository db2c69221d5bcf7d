// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>Which lengths the real transforms take.</summary>
public static class FftLength
{
    /// <summary>The longest transform, in real values.</summary>
    public const int Max = 1 << 16;

    /// <summary>
    /// Whether there is a transform of so many real values: an even number up to <see cref="Max"/> without prime factors beyond 5.
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

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>Square roots of 64-bit sums: out[c] = floor(round(√in[c]) / 2^bits).</summary>
public static class SquareRoot
{
    private const long SignBit = long.MinValue;

    /// <summary>
    /// The square root of a uint64, rounded to nearest. If rounding up would need more than 16 bits for a radicand below 2^32, or more
    /// than 32 bits for any radicand, the root is rounded down, as the reference does.
    /// </summary>
    /// <param name="radicand">A uint64, stored in a long.</param>
    /// <returns>The root, 0 to 2^32 − 1.</returns>
    public static long Of(long radicand)
    {
        long limit = (radicand & ~0xFFFFFFFFL) == 0 ? 0xFFFF : 0xFFFFFFFFL;
        long bit = limit == 0xFFFF ? 1L << 30 : 1L << 62;
        long rest = radicand;
        if (rest >= 0)
        {
            while (bit > rest)
            {
                bit >>= 2;
            }
        }

        long root = 0;
        while (bit != 0)
        {
            // Unsigned comparison: flipping the sign bits maps the order of uint64 to that of signed numbers.
            long step = root + bit;
            root >>= 1;
            if ((rest ^ SignBit) >= (step ^ SignBit))
            {
                rest -= step;
                root += bit;
            }

            bit >>= 2;
        }

        return rest > root && root != limit ? root + 1 : root;
    }

    /// <summary>Computes the root of each channel.</summary>
    /// <param name="input">uint64 values, stored in longs.</param>
    /// <param name="inputStart">Index of the first value.</param>
    /// <param name="count">Number of channels.</param>
    /// <param name="bits">The right shift of each root, 0 to 31.</param>
    /// <param name="output">Receives uint32 values, stored in ints.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public static void Apply(long[] input, int inputStart, int count, int bits, int[] output, int outputStart)
    {
        for (int end = inputStart + count; inputStart < end; inputStart++)
        {
            output[outputStart++] = (int)(Of(input[inputStart]) >> bits);
        }
    }
}

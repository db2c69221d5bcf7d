// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>Square roots of 64-bit sums: out[c] = round(√in[c]) / 2^bits, the division rounded down.</summary>
public static class SquareRoot
{
    private const long SignBit = long.MinValue;

    /// <summary>
    /// The nearest integer to the square root of a uint64 given by its bits. Where the root would leave 16 bits for a radicand below 2^32,
    /// or 32 bits for any, it is not rounded up.
    /// </summary>
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
            // Unsigned comparison: the sign bit turned over brings uint64 order to signed numbers.
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

    /// <summary>Takes the root of each channel.</summary>
    /// <param name="input">uint64 values by their bits.</param>
    /// <param name="inputStart">Index of the first.</param>
    /// <param name="count">Number of channels.</param>
    /// <param name="bits">How far each root is shifted down, 0 to 31.</param>
    /// <param name="output">Receives uint32 values by their bits.</param>
    /// <param name="outputStart">Index of the first.</param>
    public static void Apply(long[] input, int inputStart, int count, int bits, int[] output, int outputStart)
    {
        for (int end = inputStart + count; inputStart < end; inputStart++)
        {
            output[outputStart++] = (int)(Of(input[inputStart]) >> bits);
        }
    }
}

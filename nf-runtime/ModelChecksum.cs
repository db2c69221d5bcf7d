// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// Adler-32 of a model's bytes: a = 1 + sum of b[i], s = sum of all values that a takes, both modulo 65521, and the checksum is s * 65536
/// + a. It needs no table and two additions per byte: the sums fit 64 bits for any array that a device can hold, so one division at the
/// end of a block is enough. A single changed byte always changes the checksum.
/// </summary>
public static class ModelChecksum
{
    private const int Modulus = 65521;

    // 255 * 2^27 * 2^27 / 2, plus the sums of the block before, is far below 2^63.
    private const int BlockLength = 1 << 27;

    /// <summary>The checksum, from 0 to 2^32 - 1.</summary>
    public static long Of(byte[] model)
    {
        long a = 1;
        long s = 0;
        int i = 0;
        while (i < model.Length)
        {
            int end = model.Length - i > BlockLength ? i + BlockLength : model.Length;

            // Eight bytes per iteration, because the loop's branch costs as much as a byte.
            for (; i < end - 7; i += 8)
            {
                s += a += model[i];
                s += a += model[i + 1];
                s += a += model[i + 2];
                s += a += model[i + 3];
                s += a += model[i + 4];
                s += a += model[i + 5];
                s += a += model[i + 6];
                s += a += model[i + 7];
            }

            for (; i < end; i++)
            {
                s += a += model[i];
            }

            a %= Modulus;
            s %= Modulus;
        }

        return s * 65536 + a;
    }
}

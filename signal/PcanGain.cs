// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>
/// Per-channel amplitude normalisation: out[c] = shrink(in[c] · gain(noise[c]) / 2^snrShift), where shrink(x) = x² / 4 for x &lt; 2 and x
/// − 1 otherwise. x has 12 fractional bits, out has 6. The gain is a table of quadratic pieces, one for each power of two of the noise.
/// </summary>
public static class PcanGain
{
    /// <summary>
    /// Number of entries in a gain table: one each for noise 0 and 1, then four for each power of two. The last piece has no fourth
    /// entry.
    /// </summary>
    public const int TableLength = 125;

    /// <summary>Applies the gain to each channel.</summary>
    /// <param name="input">Signals: uint32 values, stored in ints.</param>
    /// <param name="inputStart">Index of the first signal.</param>
    /// <param name="noise">The noise estimate of each channel: uint32 values, stored in ints.</param>
    /// <param name="noiseStart">Index of the first noise estimate.</param>
    /// <param name="count">Number of channels.</param>
    /// <param name="table">Gains at noise 0 and 1, then for each piece its value, slope, curvature and an unused entry.</param>
    /// <param name="tableStart">Index of the first entry.</param>
    /// <param name="snrShift">The right shift that leaves signal times gain with 12 fractional bits, 0 to 31.</param>
    /// <param name="output">Receives uint32 values, stored in ints; may be the input.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public static void Apply(
        int[] input, int inputStart, int[] noise, int noiseStart, int count, short[] table, int tableStart, int snrShift,
        int[] output, int outputStart)
    {
        for (int c = 0; c < count; c++)
        {
            // A negative gain acts as a large positive one, as in the reference's unsigned product.
            long gain = Gain(noise[noiseStart + c] & 0xFFFFFFFFL, table, tableStart) & 0xFFFFFFFFL;
            long ratio = (((input[inputStart + c] & 0xFFFFFFFFL) * gain) >> snrShift) & 0xFFFFFFFFL;
            output[outputStart + c] = (int)(ratio < 2 << 12
                ? (ratio * ratio) >> 20
                : (ratio >> 6) - (1 << 6));
        }
    }

    private static long Gain(long noise, short[] table, int tableStart)
    {
        if (noise <= 2)
        {
            return table[tableStart + (int)noise];
        }

        // The noise's highest bit selects the piece; the ten bits below it are the position inside the piece.
        int bits = 2;
        while (noise >> bits != 0)
        {
            bits++;
        }

        int piece = tableStart + 4 * bits - 6;
        int fraction = (int)(bits < 11 ? noise << (11 - bits) : noise >> (bits - 11)) & 0x3FF;
        int slope = ((table[piece + 2] * fraction) >> 5) + (table[piece + 1] << 5);
        int rise = slope * fraction;
        return (short)(((rise + (1 << 14)) >> 15) + table[piece]);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>
/// Per-channel amplitude normalisation: out[c] = shrink(in[c] · gain(noise[c]) / 2^snrShift) with shrink(x) = x² / 4 below 2 and x − 1
/// from there on; x has 12 fractional bits, out has 6. gain() is a table of quadratic pieces, one for each power of two, over the noise.
/// </summary>
public static class PcanGain
{
    /// <summary>Entries that a gain table has: one each for noise 0 and 1, then four for each power of two, the last without its fourth.</summary>
    public const int TableLength = 125;

    /// <summary>Applies the gain to each channel.</summary>
    /// <param name="input">Signals, uint32 by their bits.</param>
    /// <param name="inputStart">Index of the first.</param>
    /// <param name="noise">The noise in each channel, uint32 by its bits.</param>
    /// <param name="noiseStart">Index of the first.</param>
    /// <param name="count">Number of channels.</param>
    /// <param name="table">Gains at noise 0 and 1, then value, slope and curvature of each piece and one unused entry.</param>
    /// <param name="tableStart">Index of the first entry.</param>
    /// <param name="snrShift">Brings signal times gain to 12 fractional bits, 0 to 31.</param>
    /// <param name="output">Receives uint32 values by their bits; may be the input.</param>
    /// <param name="outputStart">Index of the first.</param>
    public static void Apply(
        int[] input, int inputStart, int[] noise, int noiseStart, int count, short[] table, int tableStart, int snrShift,
        int[] output, int outputStart)
    {
        for (int c = 0; c < count; c++)
        {
            // A negative gain acts as a large positive one, as it does in the reference's unsigned product.
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

        // The piece of noise's highest bit, and ten bits of what follows that bit.
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

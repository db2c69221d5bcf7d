// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>
/// Natural logarithms of channels: out[c] = min(round(ln(in[c] · 2^correctionBits) · scale), 32767), and 0 if the argument is 0 or 1. The
/// logarithm has 16 fractional bits. Its integer part is the position of the highest bit; its fraction is a straight line plus one of 128
/// corrections. Like the reference, the interpolation between two corrections goes only a 128th of the way. The error is below 0.0025.
/// </summary>
public static class LogScale
{
    // ln 2 with 16 fractional bits.
    private const long Log2Base = 45426;

    // round(65536 · (log2(1 + i / 128) − i / 128)).
    private static readonly short[] _log2Table =
    {
        0, 224, 442, 654, 861, 1063, 1259, 1450, 1636, 1817, 1992, 2163, 2329, 2490, 2646, 2797,
        2944, 3087, 3224, 3358, 3487, 3611, 3732, 3848, 3960, 4068, 4172, 4272, 4368, 4460, 4549, 4633,
        4714, 4791, 4864, 4934, 5001, 5063, 5123, 5178, 5231, 5280, 5326, 5368, 5408, 5444, 5477, 5507,
        5533, 5557, 5578, 5595, 5610, 5622, 5631, 5637, 5640, 5641, 5638, 5633, 5626, 5615, 5602, 5586,
        5568, 5547, 5524, 5498, 5470, 5439, 5406, 5370, 5332, 5291, 5249, 5203, 5156, 5106, 5054, 5000,
        4944, 4885, 4825, 4762, 4697, 4630, 4561, 4490, 4416, 4341, 4264, 4184, 4103, 4020, 3935, 3848,
        3759, 3668, 3575, 3481, 3384, 3286, 3186, 3084, 2981, 2875, 2768, 2659, 2549, 2437, 2323, 2207,
        2090, 1971, 1851, 1729, 1605, 1480, 1353, 1224, 1094, 963, 830, 695, 559, 421, 282, 142,
        0,
    };

    /// <summary>ln(value) · scale.</summary>
    /// <param name="value">A uint32 above 0.</param>
    /// <param name="scale">Factor of the result.</param>
    /// <returns>The scaled logarithm. A product of more than 32 bits wraps, as the reference's does.</returns>
    public static long Of(long value, long scale)
    {
        int place = 0;
        while (value >> (place + 1) != 0)
        {
            place++;
        }

        long mantissa = value - (1L << place);
        int fraction = (int)(place < 16 ? mantissa << (16 - place) : mantissa >> (place - 16));
        int piece = fraction >> 9;
        short[] table = _log2Table;
        int low = table[piece];
        int log2 = (place << 16) + fraction + low + (((table[piece + 1] - low) * (fraction & 0x1FF)) >> 16);
        long log = (Log2Base * log2 + (1 << 15)) >> 16;
        return ((scale * log + (1 << 15)) & 0xFFFFFFFFL) >> 16;
    }

    /// <summary>Computes the logarithm of each channel.</summary>
    /// <param name="input">uint32 values, stored in ints.</param>
    /// <param name="inputStart">Index of the first value.</param>
    /// <param name="count">Number of channels.</param>
    /// <param name="scale">Factor of the logarithm.</param>
    /// <param name="correctionBits">Bits to shift the values left first, 0 to 31. Bits beyond the 32nd are lost.</param>
    /// <param name="output">Receives the logarithms.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public static void Apply(int[] input, int inputStart, int count, int scale, int correctionBits, short[] output, int outputStart)
    {
        for (int c = 0; c < count; c++)
        {
            long value = ((input[inputStart + c] & 0xFFFFFFFFL) << correctionBits) & 0xFFFFFFFFL;
            long log = value > 1 ? Of(value, scale & 0xFFFFFFFFL) : 0;
            output[outputStart + c] = (short)(log < 32767 ? log : 32767);
        }
    }
}

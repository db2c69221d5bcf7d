// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Three sums in one 64-bit word, in lanes of 21 bits: Σ w · (a + b·2^21 + c·2^42) contains Σ w · a, Σ w · b and Σ w · c. A lane may
/// overflow during the sum, because words count modulo 2^64. At the end each sum must fit its lane: -2^20 ≤ sum &lt; 2^20. Adding
/// <see cref="Offsets"/> makes all lanes positive, so that shifts and masks separate them.
/// </summary>
public static class Lanes
{
    /// <summary>Number of sums in a word.</summary>
    public const int Count = 3;

    /// <summary>Number of bits in a lane.</summary>
    public const int Bits = 21;

    /// <summary>The mask of the lowest lane.</summary>
    public const long Mask = (1L << Bits) - 1;

    /// <summary>The number to add to a lane to make it positive.</summary>
    public const int Offset = 1 << (Bits - 1);

    /// <summary>The number to add to a word to make all lanes positive.</summary>
    public const long Offsets = Offset + ((long)Offset << Bits) + ((long)Offset << (2 * Bits));

    // 48 · 128 · 128 < 2^20.
    private const int SafeTaps = 48;
    private const int Block = 16;

    /// <summary>
    /// Number of taps of int8 values that may be summed before the lanes must be emptied. It is all taps if the weights prove that |Σ w ·
    /// v| ≤ 128 · Σ|w| &lt; 2^20, which always holds for up to 63 taps. Else the taps are divided into equal pieces, multiples of 16, as
    /// long as the weights allow; pieces of 48 are always safe.
    /// </summary>
    /// <param name="filter">The weights.</param>
    /// <param name="rows">Number of sums.</param>
    /// <param name="taps">Number of weights in a sum.</param>
    public static int Piece(FilterBytes filter, int rows, int taps)
    {
        int piece = taps;
        for (int pieces = 2; piece > SafeTaps && !Fits(filter, rows, taps, piece); pieces++)
        {
            int next = (taps / pieces + Block - 1) / Block * Block;
            piece = next < piece ? next : piece - Block;
        }

        return piece;
    }

    /// <summary>
    /// Whether no sum with its bias comes close to the limits of 32 bits, and all sums are requantised with a right shift.
    /// </summary>
    /// <param name="memory">The kernels' memory, with multipliers and shifts.</param>
    /// <param name="bias">The bias, constant or null.</param>
    /// <param name="multipliers">Index of the first multiplier.</param>
    /// <param name="shifts">Index of the first shift.</param>
    /// <param name="channels">Number of output channels.</param>
    /// <param name="scaleStep">1 if each output channel has its own multiplier and shift, else 0.</param>
    /// <param name="taps">Number of products in a sum.</param>
    public static bool CanRequantise(KernelMemory memory, Tensor bias, int multipliers, int shifts, int channels, int scaleStep, int taps)
    {
        for (int o = 0; o < channels; o++)
        {
            if (!CanRequantise(bias, o, memory.Int32[multipliers + o * scaleStep], memory.Int8[shifts + o * scaleStep], taps))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The same for one output channel.</summary>
    /// <param name="bias">The bias, constant or null.</param>
    /// <param name="channel">The output channel.</param>
    /// <param name="multiplier">The channel's multiplier.</param>
    /// <param name="shift">The channel's shift.</param>
    /// <param name="taps">Number of products in a sum.</param>
    public static bool CanRequantise(Tensor bias, int channel, int multiplier, int shift, int taps)
    {
        long limit = int.MaxValue - 65536L * taps;
        long value = bias == null ? 0 : bias.GetInt32(channel);
        return value <= limit && value >= -limit && (shift < 0 || multiplier == 0);
    }

    private static bool Fits(FilterBytes filter, int rows, int taps, int piece)
    {
        byte[] weights = filter.Data;
        int w = filter.Offset;
        for (int o = 0; o < rows; o++)
        {
            int end = w + taps;
            while (w < end)
            {
                int sum = 0;
                for (int last = end - w < piece ? end : w + piece; w < last; w++)
                {
                    int weight = (sbyte)weights[w];
                    sum += weight < 0 ? -weight : weight;
                }

                if (sum >= Offset / 128)
                {
                    return false;
                }
            }
        }

        return true;
    }
}

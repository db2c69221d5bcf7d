// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Three sums in one 64-bit word, in lanes of 21 bits: Σ w · (a + b·2^21 + c·2^42) is Σ w · a, Σ w · b and Σ w · c at once. A lane may overflow
/// on the way, since words count modulo 2^64; at the end each sum must fit its lane: -2^20 ≤ sum &lt; 2^20. With
/// <see cref="Offsets"/> added all lanes are positive, so they come apart by shifts and masks.
/// </summary>
public static class Lanes
{
    /// <summary>Sums in a word.</summary>
    public const int Count = 3;

    /// <summary>Bits of a lane.</summary>
    public const int Bits = 21;

    /// <summary>The lowest lane.</summary>
    public const long Mask = (1L << Bits) - 1;

    /// <summary>What makes a lane positive.</summary>
    public const int Offset = 1 << (Bits - 1);

    /// <summary>What makes all lanes positive.</summary>
    public const long Offsets = Offset + ((long)Offset << Bits) + ((long)Offset << (2 * Bits));

    // 48 · 128 · 128 < 2^20.
    private const int SafeTaps = 48;
    private const int Block = 16;

    /// <summary>
    /// How many taps of int8 values may be summed before lanes must be emptied: all where the weights prove that |Σ w · v| ≤ 128 · Σ|w| &lt; 2^20,
    /// which is always so up to 63; else the longest even piece, a multiple of 16, that they prove, or 48.
    /// </summary>
    /// <param name="filter">Weights.</param>
    /// <param name="rows">Number of sums.</param>
    /// <param name="taps">Weights of a sum.</param>
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

    /// <summary>Whether sums with their bias stay far from the ends of 32 bits, and all are scaled down by a shift to the right.</summary>
    /// <param name="memory">The kernels' memory, with multipliers and shifts.</param>
    /// <param name="bias">The bias, constant or null.</param>
    /// <param name="multipliers">Place of the first multiplier.</param>
    /// <param name="shifts">Place of the first shift.</param>
    /// <param name="channels">Number of output channels.</param>
    /// <param name="scaleStep">1 where each has its own multiplier and shift, else 0.</param>
    /// <param name="taps">Products of a sum.</param>
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

    /// <summary>As the other one, for one output channel.</summary>
    /// <param name="bias">The bias, constant or null.</param>
    /// <param name="channel">The output channel.</param>
    /// <param name="multiplier">Its multiplier.</param>
    /// <param name="shift">Its shift.</param>
    /// <param name="taps">Products of a sum.</param>
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

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <content>
/// int8 with constant weights, three outputs a multiply: W[k] = w[o, k] + w[o + 1, k]·2^21 + w[o + 2, k]·2^42, so Σ_k W[k] · in[k] is three sums
/// at once. A row of one input shares no weight with another, so it is weights that are packed: a word for each three, 2.7 times their bytes,
/// taken only of what the arena's budget leaves; without it the plain loop reads the model's own bytes.
/// </content>
public sealed partial class FullyConnected
{
    private const int MinDepth = 8;

    private long[] _packed;
    private long[] _sums;
    private int[] _emptied;
    private int _piece;

    /// <inheritdoc/>
    public override int KeepCopies(int spareBytes)
    {
        _packed = null;
        _sums = null;
        _emptied = null;
        int words = (_units + Lanes.Count - 1) / Lanes.Count;
        long bytes = 8L * words * (_depth + 1) + 4L * words * Lanes.Count;
        if (bytes > spareBytes || _input.Type != TensorType.Int8 || !_isFoldConstant || _units < Lanes.Count || _depth < MinDepth
            || !Lanes.CanRequantise(_bias, _multipliers, _shifts, 2 * _depth))
        {
            return 0;
        }

        _piece = Lanes.Piece(_filter, _units, _depth);
        _emptied = new int[words * Lanes.Count];
        _sums = new long[words];
        long[] packed = new long[words * _depth];
        Pack(packed, words);
        _packed = packed;
        return (int)bytes;
    }

    /// <summary>
    /// Words in the order in which <see cref="Multiply"/> reads them: by pieces, in them by blocks of taps, in a block by outputs.
    /// </summary>
    private void Pack(long[] packed, int words)
    {
        byte[] filter = _filter.Data;
        int at = 0;
        int k = 0;
        while (k < _depth)
        {
            int left = _depth - k < _piece - k % _piece ? _depth - k : _piece - k % _piece;
            int block = left >= 16 ? 16 : left >= 4 ? 4 : 1;
            for (int g = 0; g < words; g++)
            {
                for (int i = 0; i < block; i++)
                {
                    long word = 0;
                    for (int o = g * Lanes.Count + Lanes.Count - 1; o >= g * Lanes.Count; o--)
                    {
                        word = (word << Lanes.Bits) + (o < _units ? (sbyte)filter[_filter.Offset + o * _depth + k + i] : 0);
                    }

                    packed[at++] = word;
                }
            }

            k += block;
        }
    }

    private void EvalPacked()
    {
        int outputAt = _output.Offset;
        int row = _input.Offset;
        for (int inputEnd = row + _input.ElementCount; row < inputEnd; row += _depth)
        {
            Multiply(row);
            Finish(row, outputAt);
            outputAt += _units;
        }
    }

    private void Multiply(int p)
    {
        sbyte[] input = _input.Int8;
        long[] packed = _packed;
        long[] sums = _sums;
        int words = sums.Length;
        int w = 0;
        Array.Clear(sums, 0, words);
        Array.Clear(_emptied, 0, _emptied.Length);
        int left = _depth;
        while (left > 0)
        {
            int end = p + (left < _piece ? left : _piece);
            for (; p <= end - 16; p += 16)
            {
                Multiply16(packed, w, sums, words, input, p);
                w += 16 * words;
            }

            for (; p <= end - 4; p += 4)
            {
                Multiply4(packed, w, sums, words, input, p);
                w += 4 * words;
            }

            for (; p < end; p++)
            {
                long x = input[p];
                for (int g = 0; g < words; g++)
                {
                    sums[g] = sums[g] + packed[w++] * x;
                }
            }

            left -= _piece;
            if (left > 0)
            {
                Empty();
            }
        }
    }

    private static void Multiply16(long[] packed, int w, long[] sums, int words, sbyte[] input, int p)
    {
        int g = 0;
        long x0 = input[p];
        long x1 = input[p + 1];
        long x2 = input[p + 2];
        long x3 = input[p + 3];
        long x4 = input[p + 4];
        long x5 = input[p + 5];
        long x6 = input[p + 6];
        long x7 = input[p + 7];
        long x8 = input[p + 8];
        long x9 = input[p + 9];
        long x10 = input[p + 10];
        long x11 = input[p + 11];
        long x12 = input[p + 12];
        long x13 = input[p + 13];
        long x14 = input[p + 14];
        long x15 = input[p + 15];
        for (; g < words; g++)
        {
            sums[g] = sums[g] + packed[w] * x0 + packed[w + 1] * x1 + packed[w + 2] * x2 + packed[w + 3] * x3
                + packed[w + 4] * x4 + packed[w + 5] * x5 + packed[w + 6] * x6 + packed[w + 7] * x7
                + packed[w + 8] * x8 + packed[w + 9] * x9 + packed[w + 10] * x10 + packed[w + 11] * x11
                + packed[w + 12] * x12 + packed[w + 13] * x13 + packed[w + 14] * x14 + packed[w + 15] * x15;
            w += 16;
        }
    }

    private static void Multiply4(long[] packed, int w, long[] sums, int words, sbyte[] input, int p)
    {
        long x0 = input[p];
        long x1 = input[p + 1];
        long x2 = input[p + 2];
        long x3 = input[p + 3];
        for (int g = 0; g < words; g++)
        {
            sums[g] = sums[g] + packed[w] * x0 + packed[w + 1] * x1 + packed[w + 2] * x2 + packed[w + 3] * x3;
            w += 4;
        }
    }

    /// <summary>Empties all lanes into 32 bits.</summary>
    private void Empty()
    {
        long[] sums = _sums;
        int[] emptied = _emptied;
        int o = 0;
        for (int g = 0; g < sums.Length; g++)
        {
            long lanes = sums[g] + Lanes.Offsets;
            sums[g] = 0;
            emptied[o] = emptied[o] + (int)(lanes & Lanes.Mask) - Lanes.Offset;
            emptied[o + 1] = emptied[o + 1] + (int)((lanes >> Lanes.Bits) & Lanes.Mask) - Lanes.Offset;
            emptied[o + 2] = emptied[o + 2] + (int)(lanes >> (2 * Lanes.Bits)) - Lanes.Offset;
            o += Lanes.Count;
        }
    }

    private void Finish(int row, int outputAt)
    {
        long[] sums = _sums;
        int[] emptied = _emptied;
        sbyte[] output = _output.Int8;
        int[] foldedBias = _foldedBias;
        int[] multipliers = _multipliers;
        int[] shifts = _shifts;
        int units = _units;
        long zeroPoint = _output.ZeroPoint;
        long min = _min;
        long max = _max;
        long correction = -Lanes.Offset;
        if (_filterZeroPoint != 0)
        {
            sbyte[] input = _input.Int8;
            for (int p = row + _depth - 1; p >= row; p--)
            {
                correction -= input[p] * _filterZeroPoint;
            }
        }

        int o = 0;
        for (int g = 0; g < sums.Length; g++)
        {
            long lanes = sums[g] + Lanes.Offsets;
            for (int end = o + Lanes.Count < units ? o + Lanes.Count : units; o < end; o++)
            {
                int shift = -shifts[o];
                long value = (((lanes & Lanes.Mask) + correction + foldedBias[o] + emptied[o]) * multipliers[o] + 0x40000000L) >> 31;
                if (shift > 0)
                {
                    value = (value + (1L << (shift - 1)) + (value >> 63)) >> shift;
                }

                value += zeroPoint;
                output[outputAt + o] = (sbyte)(value < min ? min : value > max ? max : value);
                lanes >>= Lanes.Bits;
            }
        }
    }
}

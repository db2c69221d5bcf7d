// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <content>
/// The packed form for int8 with constant weights: three outputs per multiplication. W[k] = w[o, k] + w[o + 1, k]·2^21 + w[o + 2,
/// k]·2^42, so Σ_k W[k] · in[k] holds three sums. A single row of input uses each weight once, so it is the weights that are packed: a
/// word for every three, 2.7 times their bytes, in memory that the arena's budget leaves over. Without it, the plain loop reads the
/// model's bytes.
/// </content>
public sealed partial class FullyConnected
{
    private const int MinDepth = 8;

    private int[] _foldedBias;
    private PackedWeights _packed;

    /// <inheritdoc/>
    public override void PackWeights(SpareMemory spare)
    {
        _packed = null;
        _foldedBias = null;
        if (spare == null || _input.Type != TensorType.Int8 || _filter.IsComputed || (_bias != null && !_bias.IsConstant))
        {
            return;
        }

        int words = (_units + Lanes.Count - 1) / Lanes.Count;
        long bytes = 8L * words * (_depth + 1) + 4L * words * Lanes.Count;
        if (_units >= Lanes.Count && _depth >= MinDepth && CanRequantise() && spare.TryTake(bytes + 4L * _units))
        {
            Fold();
            _packed = new PackedWeights(this, words);
        }
        else if (spare.TryTake(4L * _units))
        {
            Fold();
        }
    }

    private bool CanRequantise()
    {
        for (int o = 0; o < _units; o++)
        {
            if (!Lanes.CanRequantise(_bias, o, MultiplierOf(o), ShiftOf(o), 2 * _depth))
            {
                return false;
            }
        }

        return true;
    }

    private void Fold()
    {
        _foldedBias = new int[_units];
        for (int o = 0; o < _units; o++)
        {
            _foldedBias[o] = FoldedBias(o);
        }
    }

    private void EvalPacked()
    {
        int outputAt = _output.Offset;
        int row = _input.Offset;
        for (int inputEnd = row + _input.ElementCount; row < inputEnd; row += _depth)
        {
            _packed.Multiply(_input.Int8, row);
            Finish(row, outputAt);
            outputAt += _units;
        }
    }

    private void Finish(int row, int outputAt)
    {
        long[] sums = _packed.Sums;
        int[] emptied = _packed.Emptied;
        sbyte[] output = _output.Int8;
        int[] foldedBias = _foldedBias;
        int units = _units;
        long multiplier = _multiplier;
        int shift = -_shift;
        int[] multipliers = _isPerChannel ? Memory.Int32 : null;
        sbyte[] shifts = multipliers == null ? null : Memory.Int8;
        int firstMultiplier = _multiplier;
        int firstShift = _shift;
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
                if (multipliers != null)
                {
                    multiplier = multipliers[firstMultiplier + o];
                    shift = -shifts[firstShift + o];
                }

                long value = (((lanes & Lanes.Mask) + correction + foldedBias[o] + emptied[o]) * multiplier + 0x40000000L) >> 31;
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

    /// <summary>The packed weights of a layer, and the sums of one row.</summary>
    private sealed class PackedWeights
    {
        private readonly long[] _words;
        private readonly int _depth;
        private readonly int _piece;

        internal PackedWeights(FullyConnected layer, int words)
        {
            _depth = layer._depth;
            _piece = Lanes.Piece(layer._filter, layer._units, _depth);
            Emptied = new int[words * Lanes.Count];
            Sums = new long[words];
            _words = new long[words * _depth];
            Pack(layer._filter, layer._units, words);
        }

        /// <summary>The sums of the row that was multiplied last, three in a word.</summary>
        internal long[] Sums { get; }

        /// <summary>The sums that were taken out of the words after each piece of a long row.</summary>
        internal int[] Emptied { get; }

        /// <summary>Multiplies the row that starts at <paramref name="p"/>.</summary>
        internal void Multiply(sbyte[] input, int p)
        {
            long[] packed = _words;
            long[] sums = Sums;
            int words = sums.Length;
            int w = 0;
            Array.Clear(sums, 0, words);
            Array.Clear(Emptied, 0, Emptied.Length);
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

        /// <summary>Adds all lanes to the 32-bit sums and clears them.</summary>
        private void Empty()
        {
            long[] sums = Sums;
            int[] emptied = Emptied;
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

        /// <summary>
        /// Packs the words in the order in which <see cref="Multiply"/> reads them: by piece, then by block of taps, then by output.
        /// </summary>
        private void Pack(FilterBytes weights, int units, int words)
        {
            byte[] filter = weights.Data;
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
                            word = (word << Lanes.Bits) + (o < units ? (sbyte)filter[weights.Offset + o * _depth + k + i] : 0);
                        }

                        _words[at++] = word;
                    }
                }

                k += block;
            }
        }
    }
}

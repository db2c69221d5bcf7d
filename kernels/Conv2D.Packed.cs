// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <content>
/// int8 with constant weights, three outputs a multiply. The windows of three output positions are gathered into one column of 64-bit words,
/// v0[k] + v1[k]·2^21 + v2[k]·2^42 with v = in, and zi in the padding; Σ_k w[o, k] · column[k] is then the sum of all three at once, in lanes
/// of 21 bits. Weights are read where they lie in the model; all that it takes is scratch of a word a tap and a word an output channel.
/// </content>
/// <remarks>
/// The padding holds the zero point, so every window is whole and the bias with −zi · Σw folded in serves all. A lane may overflow on the way
/// and need only fit at the end of the sum: |Σ w · v| ≤ 128 · Σ|w| &lt; 2^20, always so up to 63 taps. Where the weights of a longer filter do not
/// prove it, the taps are taken in pieces that do, and lanes are emptied into 32 bits between them.
/// </remarks>
public sealed partial class Conv2D
{
    private const int Lanes = 3;
    private const int LaneBits = 21;
    private const long LaneMask = (1L << LaneBits) - 1;
    private const int LaneOffset = 1 << (LaneBits - 1);
    private const long LaneOffsets = LaneOffset + ((long)LaneOffset << LaneBits) + ((long)LaneOffset << (2 * LaneBits));

    // 48 · 128 · 128 < 2^20.
    private const int SafeTaps = 48;
    private const int MaxTaps = 2048;
    private const int Block = 16;

    private Tensor _column;
    private Tensor _sums;
    private Tensor _emptied;
    private int _piece;

    /// <summary>Plans the packed form where it is exact and worth it; else leaves the plain one to run.</summary>
    private void PreparePacked(PrepareContext context)
    {
        int taps = _window.FilterHeight * _window.FilterWidth * _filterDepth;
        int filters = _output.Shape[3];
        int perGroup = filters / _groups;
        if (_output.ElementCount == filters || perGroup < Lanes || taps > MaxTaps || !CanRequantise(taps))
        {
            return;
        }

        _piece = taps;
        for (int pieces = 2; _piece > SafeTaps && !Fits(_piece, taps); pieces++)
        {
            int piece = (taps / pieces + Block - 1) / Block * Block;
            _piece = piece < _piece ? piece : _piece - Block;
        }

        _column = context.Scratch(TensorType.Int64, taps);
        _sums = context.Scratch(TensorType.Int64, perGroup);
        _emptied = _piece < taps ? context.Scratch(TensorType.Int32, Lanes * perGroup) : null;
        int[] shifts = _scales.Shifts;
        for (int o = 0; o < filters; o++)
        {
            // Lanes are unpacked as numbers from 0 on; the bias takes that offset back. Shifts count to the right.
            _foldedBias[o] -= LaneOffset;
            shifts[o] = _scales.Multipliers[o] == 0 ? 1 : -shifts[o];
        }
    }

    /// <summary>Whether sums with their bias stay far from the ends of 32 bits, and all are scaled down by a shift to the right.</summary>
    private bool CanRequantise(int taps)
    {
        long limit = int.MaxValue - 65536L * taps;
        for (int o = 0; o < _foldedBias.Length; o++)
        {
            long bias = _bias == null ? 0 : _bias.Int32[_bias.Offset + o];
            if (bias > limit || bias < -limit || (_scales.Shifts[o] >= 0 && _scales.Multipliers[o] != 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the sums of any <paramref name="piece"/> taps from a multiple of it on fit a lane, for each filter.</summary>
    private bool Fits(int piece, int taps)
    {
        byte[] filter = _filter.Data;
        int w = _filter.Offset;
        for (int o = 0; o < _foldedBias.Length; o++)
        {
            int end = w + taps;
            while (w < end)
            {
                int sum = 0;
                for (int last = end - w < piece ? end : w + piece; w < last; w++)
                {
                    int weight = (sbyte)filter[w];
                    sum += weight < 0 ? -weight : weight;
                }

                if (sum >= LaneOffset / 128)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void EvalPacked()
    {
        int taps = _column.ElementCount;
        int positions = _output.ElementCount / _output.Shape[3];
        int perGroup = _sums.ElementCount;
        byte[] filter = _filter.Data;
        long[] column = _column.Int64;
        long[] sums = _sums.Int64;
        int piece = _piece;
        int firstSum = _sums.Offset;
        int endSum = firstSum + perGroup;
        for (int position = 0; position < positions; position += Lanes)
        {
            for (int group = 0; group < _groups; group++)
            {
                Gather(position, positions - 1, group * _filterDepth);
                Array.Clear(sums, firstSum, perGroup);
                if (_emptied != null)
                {
                    Array.Clear(_emptied.Int32, _emptied.Offset, _emptied.ElementCount);
                }

                int w = _filter.Offset + group * perGroup * taps;
                int k = _column.Offset;
                for (int left = taps; left > 0; left -= piece)
                {
                    if (left < taps)
                    {
                        Empty();
                    }

                    int end = k + (left < piece ? left : piece);
                    for (; k <= end - 16; k += 16, w += 16)
                    {
                        Multiply16(filter, w, sums, firstSum, endSum, taps, column, k);
                    }

                    if (k <= end - 8)
                    {
                        Multiply8(filter, w, sums, firstSum, endSum, taps, column, k);
                        k += 8;
                        w += 8;
                    }

                    if (k <= end - 4)
                    {
                        Multiply4(filter, w, sums, firstSum, endSum, taps, column, k);
                        k += 4;
                        w += 4;
                    }

                    for (; k < end; k++, w++)
                    {
                        Multiply1(filter, w, sums, firstSum, endSum, taps, column[k]);
                    }
                }

                Finish(position, positions - 1, group * perGroup);
            }
        }
    }

    /// <summary>
    /// Packs the windows of three positions, the last position again for those behind it, over the channels of a group.
    /// </summary>
    private void Gather(int position, int lastPosition, int channel)
    {
        int inputHeight = _input.Shape[1];
        int inputWidth = _input.Shape[2];
        int inputDepth = _input.Shape[3];
        int outputHeight = _output.Shape[1];
        int outputWidth = _output.Shape[2];
        int dilationHeight = _window.DilationHeight;
        int dilationWidth = _window.DilationWidth;
        int filterHeight = _window.FilterHeight;
        int filterWidth = _window.FilterWidth;
        int filterDepth = _filterDepth;
        bool joined = dilationWidth == 1 && filterDepth == inputDepth;
        int rowStep = dilationHeight * inputWidth * inputDepth;
        int runStep = dilationWidth * inputDepth;
        int start0 = 0;
        int start1 = 0;
        int start2 = 0;
        bool inside = true;
        for (int lane = 0; lane < Lanes; lane++)
        {
            int at = position + lane < lastPosition ? position + lane : lastPosition;
            int row = at / outputWidth;
            int originX = (at - row * outputWidth) * _window.StrideWidth - _window.PadLeft;
            int batch = row / outputHeight;
            int originY = (row - batch * outputHeight) * _window.StrideHeight - _window.PadTop;
            inside = inside && originX >= 0 && originY >= 0
                && originX + (filterWidth - 1) * dilationWidth < inputWidth && originY + (filterHeight - 1) * dilationHeight < inputHeight;
            start0 = start1;
            start1 = start2;
            start2 = _input.Offset + ((batch * inputHeight + originY) * inputWidth + originX) * inputDepth + channel;
        }

        if (!inside)
        {
            GatherBorder(position, lastPosition, channel);
            return;
        }

        sbyte[] input = _input.Int8;
        long[] column = _column.Int64;
        int toLane1 = start1 - start0;
        int toLane2 = start2 - start0;
        int runs = joined ? 1 : filterWidth;
        int run = joined ? filterWidth * filterDepth : filterDepth;
        int k = _column.Offset;
        for (int i = filterHeight; i > 0; i--)
        {
            int p = start0;
            for (int j = runs; j > 0; j--)
            {
                int toColumn = k - p;
                int end = p + run;
                for (int q = p; q < end; q++)
                {
                    column[q + toColumn] = input[q] + ((long)input[q + toLane1] << LaneBits) + ((long)input[q + toLane2] << (2 * LaneBits));
                }

                p += runStep;
                k += run;
            }

            start0 += rowStep;
        }
    }

    /// <summary>As <see cref="Gather"/>, with the zero point for taps that lie in the padding.</summary>
    private void GatherBorder(int position, int lastPosition, int channel)
    {
        sbyte[] input = _input.Int8;
        long[] column = _column.Int64;
        int inputHeight = _input.Shape[1];
        int inputWidth = _input.Shape[2];
        int inputDepth = _input.Shape[3];
        int outputHeight = _output.Shape[1];
        int outputWidth = _output.Shape[2];
        int dilationHeight = _window.DilationHeight;
        int dilationWidth = _window.DilationWidth;
        int filterWidth = _window.FilterWidth;
        int filterDepth = _filterDepth;
        bool joined = dilationWidth == 1 && filterDepth == inputDepth;
        int rowStep = dilationHeight * inputWidth * inputDepth;
        int runStep = dilationWidth * inputDepth;
        int zeroPoint = _input.ZeroPoint;
        int taps = _column.ElementCount;
        int start = _column.Offset;
        column[start] = zeroPoint + ((long)zeroPoint << LaneBits) + ((long)zeroPoint << (2 * LaneBits));
        for (int filled = 1; filled < taps; filled += filled)
        {
            Array.Copy(column, start, column, start + filled, taps - filled < filled ? taps - filled : filled);
        }

        for (int lane = 0; lane < Lanes; lane++)
        {
            int at = position + lane < lastPosition ? position + lane : lastPosition;
            int row = at / outputWidth;
            int originX = (at - row * outputWidth) * _window.StrideWidth - _window.PadLeft;
            int batch = row / outputHeight;
            int originY = (row - batch * outputHeight) * _window.StrideHeight - _window.PadTop;
            int firstY = Window.FirstTap(originY, dilationHeight);
            int endY = Window.EndTap(originY, dilationHeight, _window.FilterHeight, inputHeight);
            int firstX = Window.FirstTap(originX, dilationWidth);
            int endX = Window.EndTap(originX, dilationWidth, filterWidth, inputWidth);
            int runs = joined ? 1 : endX - firstX;
            int run = joined ? (endX - firstX) * filterDepth : filterDepth;
            int shift = lane * LaneBits;
            int p = _input.Offset + channel
                + ((batch * inputHeight + originY + firstY * dilationHeight) * inputWidth + originX + firstX * dilationWidth) * inputDepth;
            int k = start + (firstY * filterWidth + firstX) * filterDepth;
            for (int i = firstY; i < endY; i++)
            {
                int q = p;
                int toColumn = k - p;
                for (int j = runs; j > 0; j--)
                {
                    int end = q + run;
                    for (; q < end; q++)
                    {
                        column[q + toColumn] = column[q + toColumn] + ((long)(input[q] - zeroPoint) << shift);
                    }

                    q += runStep - run;
                    toColumn += run - runStep;
                }

                p += rowStep;
                k += filterWidth * filterDepth;
            }
        }
    }

    /// <summary>Empties all lanes into 32 bits.</summary>
    private void Empty()
    {
        long[] sums = _sums.Int64;
        int[] emptied = _emptied.Int32;
        int at = _emptied.Offset;
        int o = _sums.Offset;
        for (int end = o + _sums.ElementCount; o < end; o++)
        {
            long lanes = sums[o] + LaneOffsets;
            sums[o] = 0;
            emptied[at] = emptied[at] + (int)(lanes & LaneMask) - LaneOffset;
            emptied[at + 1] = emptied[at + 1] + (int)((lanes >> LaneBits) & LaneMask) - LaneOffset;
            emptied[at + 2] = emptied[at + 2] + (int)(lanes >> (2 * LaneBits)) - LaneOffset;
            at += Lanes;
        }
    }

    /// <summary>Sixteen taps of every filter of a group.</summary>
    private static void Multiply16(byte[] filter, int w, long[] sums, int o, int end, int step, long[] column, int k)
    {
        long x0 = column[k];
        long x1 = column[k + 1];
        long x2 = column[k + 2];
        long x3 = column[k + 3];
        long x4 = column[k + 4];
        long x5 = column[k + 5];
        long x6 = column[k + 6];
        long x7 = column[k + 7];
        long x8 = column[k + 8];
        long x9 = column[k + 9];
        long x10 = column[k + 10];
        long x11 = column[k + 11];
        long x12 = column[k + 12];
        long x13 = column[k + 13];
        long x14 = column[k + 14];
        long x15 = column[k + 15];
        for (; o < end; o++)
        {
            sums[o] = sums[o] + (sbyte)filter[w] * x0 + (sbyte)filter[w + 1] * x1 + (sbyte)filter[w + 2] * x2 + (sbyte)filter[w + 3] * x3
                + (sbyte)filter[w + 4] * x4 + (sbyte)filter[w + 5] * x5 + (sbyte)filter[w + 6] * x6 + (sbyte)filter[w + 7] * x7
                + (sbyte)filter[w + 8] * x8 + (sbyte)filter[w + 9] * x9 + (sbyte)filter[w + 10] * x10 + (sbyte)filter[w + 11] * x11
                + (sbyte)filter[w + 12] * x12 + (sbyte)filter[w + 13] * x13 + (sbyte)filter[w + 14] * x14 + (sbyte)filter[w + 15] * x15;
            w += step;
        }
    }

    private static void Multiply8(byte[] filter, int w, long[] sums, int o, int end, int step, long[] column, int k)
    {
        long x0 = column[k];
        long x1 = column[k + 1];
        long x2 = column[k + 2];
        long x3 = column[k + 3];
        long x4 = column[k + 4];
        long x5 = column[k + 5];
        long x6 = column[k + 6];
        long x7 = column[k + 7];
        for (; o < end; o++)
        {
            sums[o] = sums[o] + (sbyte)filter[w] * x0 + (sbyte)filter[w + 1] * x1 + (sbyte)filter[w + 2] * x2 + (sbyte)filter[w + 3] * x3
                + (sbyte)filter[w + 4] * x4 + (sbyte)filter[w + 5] * x5 + (sbyte)filter[w + 6] * x6 + (sbyte)filter[w + 7] * x7;
            w += step;
        }
    }

    private static void Multiply4(byte[] filter, int w, long[] sums, int o, int end, int step, long[] column, int k)
    {
        long x0 = column[k];
        long x1 = column[k + 1];
        long x2 = column[k + 2];
        long x3 = column[k + 3];
        for (; o < end; o++)
        {
            sums[o] = sums[o] + (sbyte)filter[w] * x0 + (sbyte)filter[w + 1] * x1 + (sbyte)filter[w + 2] * x2 + (sbyte)filter[w + 3] * x3;
            w += step;
        }
    }

    private static void Multiply1(byte[] filter, int w, long[] sums, int o, int end, int step, long x)
    {
        for (; o < end; o++)
        {
            sums[o] = sums[o] + (sbyte)filter[w] * x;
            w += step;
        }
    }

    /// <summary>Requantises the three sums of each filter of a group.</summary>
    private void Finish(int position, int lastPosition, int firstFilter)
    {
        int o = firstFilter;
        sbyte[] output = _output.Int8;
        long max = _max;
        long min = _min;
        long[] sums = _sums.Int64;
        int[] emptied = _emptied == null ? null : _emptied.Int32;
        int emptiedAt = _emptied == null ? 0 : _emptied.Offset;
        int[] foldedBias = _foldedBias;
        int[] multipliers = _scales.Multipliers;
        int[] shifts = _scales.Shifts;
        int outputDepth = _output.Shape[3];
        long rounding = 2 * _output.ZeroPoint + 1;

        // Where nothing below the zero point is stored, sums that are not positive need no more arithmetic.
        long floor = _min >= _output.ZeroPoint ? 0 : long.MinValue;

        // Lanes behind the last position are written where lane 0 then writes.
        int at0 = _output.Offset + position * outputDepth;
        int at1 = position < lastPosition ? at0 + outputDepth : at0;
        int at2 = position + 1 < lastPosition ? at1 + outputDepth : at0;
        int toSums = _sums.Offset - o;
        for (int end = o + _sums.ElementCount; o < end; o++)
        {
            long lanes = sums[o + toSums] + LaneOffsets;
            long multiplier = multipliers[o];
            int shift = shifts[o];
            long half = rounding << (shift - 1);
            long bias0 = foldedBias[o];
            long bias1 = bias0;
            long bias2 = bias0;
            if (emptied != null)
            {
                bias0 += emptied[emptiedAt];
                bias1 += emptied[emptiedAt + 1];
                bias2 += emptied[emptiedAt + 2];
                emptiedAt += Lanes;
            }

            long value = (lanes >> (2 * LaneBits)) + bias2;
            if (value > floor)
            {
                value = (value * multiplier + 0x40000000L) >> 31;
                value = (value + half + (value >> 63)) >> shift;
                output[o + at2] = (sbyte)(value > max ? max : value < min ? min : value);
            }
            else
            {
                output[o + at2] = (sbyte)min;
            }

            value = ((lanes >> LaneBits) & LaneMask) + bias1;
            if (value > floor)
            {
                value = (value * multiplier + 0x40000000L) >> 31;
                value = (value + half + (value >> 63)) >> shift;
                output[o + at1] = (sbyte)(value > max ? max : value < min ? min : value);
            }
            else
            {
                output[o + at1] = (sbyte)min;
            }

            value = (lanes & LaneMask) + bias0;
            if (value > floor)
            {
                value = (value * multiplier + 0x40000000L) >> 31;
                value = (value + half + (value >> 63)) >> shift;
                output[o + at0] = (sbyte)(value > max ? max : value < min ? min : value);
            }
            else
            {
                output[o + at0] = (sbyte)min;
            }
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <content>
/// The packed form for int8 with constant weights: three outputs per multiplication. The windows of three output positions are gathered
/// into one column of 64-bit words, v0[k] + v1[k]·2^21 + v2[k]·2^42, where v is the input, or zi in the padding. Then Σ_k w[o, k] ·
/// column[k] holds the three sums in lanes of 21 bits. If there is room, four columns share the loads of the weights. int8 weights are
/// read in the model's bytes. The form needs scratch: per column, a word per tap and a word per output channel of a block, and three
/// int32 per channel of a block if taps are divided into pieces. A block is a group or, if there is less room, a part of one.
/// </content>
/// <remarks>
/// The padding holds the zero point, so every window is complete, and the bias with −zi · Σw folded in fits them all. A lane has to fit
/// only at the end of a sum: |Σ w · v| ≤ 128 · Σ|w| &lt; 2^20, which always holds for up to 63 taps. If the weights of a longer filter do
/// not prove it, its taps are divided into pieces that do, and the lanes are emptied into 32 bits after each piece. See
/// <see cref="Lanes"/>.
/// </remarks>
public sealed partial class Conv2D
{
    private const int MaxTaps = 2048;
    private const int Columns = 4;
    private const int ScratchWords = 2048;
    private const int LeastBlock = 8;

    // Null if the plain loop runs. Indices in scratch: the columns, which the sums follow, and the emptied lanes of a filter in pieces.
    private PackedForm _packed;
    private int _columns;
    private int _columnCount;
    private int _block;
    private int _emptied;
    private int _piece;

    /// <summary>
    /// Prepares the packed form if it is exact, saves time and fits: with four columns and as many filters at a time as there is room
    /// for, else with one column.
    /// </summary>
    public override void PrepareFaster(PrepareContext context)
    {
        int taps = _window.FilterHeight * _window.FilterWidth * _filterDepth;
        int filters = _output.Shape[3];
        int perGroup = filters / (_input.Shape[3] / _filterDepth);
        if (_input.Type != TensorType.Int8 || !IsFoldConstant || _output.ElementCount == filters
            || perGroup < Lanes.Count || taps > MaxTaps || !context.HasScratchRoom(taps + LeastBlock, 0)
            || !Lanes.CanRequantise(Memory, _bias, _multipliers, _shifts, filters, _scaleStep, taps))
        {
            return;
        }

        _piece = Lanes.Piece(_filter, filters, taps);
        int emptied = _piece < taps ? Lanes.Count : 0;
        bool isLong = Columns * (taps + perGroup) <= ScratchWords && _output.ElementCount / filters >= Columns * Lanes.Count;
        _columnCount = Columns;
        _block = isLong ? LargestBlock(context, taps, perGroup, emptied) : 0;
        if (_block == 0)
        {
            _columnCount = 1;
            _block = LargestBlock(context, taps, perGroup, emptied);
        }

        if (_block == 0)
        {
            return;
        }

        _columns = context.Scratch(TensorType.Int64, _columnCount * (taps + _block));
        _emptied = context.Scratch(TensorType.Int32, _columnCount * emptied * _block);
        _packed = (PackedForm)context.Share(new PackedForm());

        // Lanes are unpacked as numbers from 0 up, and the bias takes that offset back. From here on, positive shifts are right shifts.
        int[] memory = Memory.Int32;
        sbyte[] shifts = Memory.Int8;
        for (int o = 0; o < filters; o++)
        {
            memory[_foldedBias + o] -= Lanes.Offset;
        }

        int scales = _scaleStep == 0 ? 1 : filters;
        for (int c = 0; c < scales; c++)
        {
            shifts[_shifts + c] = (sbyte)(memory[_multipliers + c] == 0 ? 1 : -shifts[_shifts + c]);
        }
    }

    /// <summary>
    /// How many filters of a group can have their sums in scratch at the same time, or 0 if there is room for too few to be worth it.
    /// </summary>
    private int LargestBlock(PrepareContext context, int taps, int perGroup, int emptied)
    {
        int block = perGroup;
        while (!context.HasScratchRoom(_columnCount * (taps + block), _columnCount * emptied * block))
        {
            if (block <= LeastBlock)
            {
                return 0;
            }

            block = (block + 1) / 2;
        }

        return block;
    }

    /// <summary>
    /// Runs the packed form of one node. A property of a tensor or window costs as much as two multiplications, so Fetch reads everything
    /// that the loops need once per Eval. All nodes share one object, which they use one after the other.
    /// </summary>
    private sealed class PackedForm
    {
        private FilterBytes _filter;
        private sbyte[] _input;
        private sbyte[] _output;
        private long[] _words;
        private int[] _lanes;
        private int[] _memory;
        private sbyte[] _shiftMemory;
        private int _columns;
        private int _sums;
        private int _emptied;
        private bool _isEmptied;
        private int _taps;
        private int _piece;
        private int _columnCount;
        private int _block;
        private int _foldedBias;
        private int _multipliers;
        private int _shifts;
        private int _scaleStep;
        private int _min;
        private int _max;
        private int _inputStart;
        private int _outputStart;
        private int _inputZeroPoint;
        private int _outputZeroPoint;
        private int _inputHeight;
        private int _inputWidth;
        private int _inputDepth;
        private int _outputHeight;
        private int _outputWidth;
        private int _outputDepth;
        private int _filterDepth;
        private int _filterHeight;
        private int _filterWidth;
        private int _dilationHeight;
        private int _dilationWidth;
        private int _strideHeight;
        private int _strideWidth;
        private int _padTop;
        private int _padLeft;

        /// <inheritdoc/>
        public override bool Equals(object obj)
        {
            return obj is PackedForm;
        }

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            return 0;
        }

        internal void Run(Conv2D node)
        {
            Fetch(node);
            int positions = node._output.ElementCount / _outputDepth;
            int last = positions - 1;
            int groups = _inputDepth / _filterDepth;
            int perGroup = _outputDepth / groups;
            int position = 0;
            while (position <= last)
            {
                int count = position + _columnCount * Lanes.Count <= last + 1 ? _columnCount : 1;
                for (int group = 0; group < groups; group++)
                {
                    for (int c = 0; c < count; c++)
                    {
                        Gather(position + c * Lanes.Count, last, group * _filterDepth, _columns + c * _taps);
                    }

                    int end = (group + 1) * perGroup;
                    for (int first = group * perGroup; first < end; first += _block)
                    {
                        int filters = end - first < _block ? end - first : _block;
                        Multiply(count, first, filters);
                        if (_isEmptied)
                        {
                            FinishEmptied(count, first, filters, position, last);
                        }
                        else
                        {
                            Finish(count, first, filters, position, last);
                        }
                    }
                }

                position += count * Lanes.Count;
            }
        }

        private void Fetch(Conv2D node)
        {
            Tensor input = node._input;
            Tensor output = node._output;
            Window window = node._window;
            _filter = node._filter;
            _input = input.Int8;
            _output = output.Int8;
            _words = node.Memory.Scratch.Int64;
            _lanes = node.Memory.Scratch.Int32;
            _memory = node.Memory.Int32;
            _shiftMemory = node.Memory.Int8;
            _filterDepth = node._filterDepth;
            _filterHeight = window.FilterHeight;
            _filterWidth = window.FilterWidth;
            _dilationHeight = window.DilationHeight;
            _dilationWidth = window.DilationWidth;
            _strideHeight = window.StrideHeight;
            _strideWidth = window.StrideWidth;
            _padTop = window.PadTop;
            _padLeft = window.PadLeft;
            _taps = _filterHeight * _filterWidth * _filterDepth;
            _piece = node._piece;
            _columnCount = node._columnCount;
            _block = node._block;
            _columns = node._columns;
            _sums = _columns + _columnCount * _taps;
            _emptied = node._emptied;
            _isEmptied = _piece < _taps;
            _foldedBias = node._foldedBias;
            _multipliers = node._multipliers;
            _shifts = node._shifts;
            _scaleStep = node._scaleStep;
            _min = node._min;
            _max = node._max;
            _inputStart = input.Offset;
            _outputStart = output.Offset;
            _inputZeroPoint = input.ZeroPoint;
            _outputZeroPoint = output.ZeroPoint;
            _inputHeight = input.Shape[1];
            _inputWidth = input.Shape[2];
            _inputDepth = input.Shape[3];
            _outputHeight = output.Shape[1];
            _outputWidth = output.Shape[2];
            _outputDepth = output.Shape[3];
        }

        /// <summary>Computes the sums of a block of filters for some columns. The sums of one filter are contiguous.</summary>
        private void Multiply(int count, int firstFilter, int filters)
        {
            int taps = _taps;
            byte[] filter = _filter.Data;
            long[] columns = _words;
            long[] sums = _words;
            int w = _filter.Offset + firstFilter * taps;
            int k = _columns;
            int sum = _sums;
            int endSum = sum + count * filters;
            Array.Clear(sums, sum, count * filters);
            if (_isEmptied)
            {
                Array.Clear(_lanes, _emptied, Lanes.Count * count * filters);
            }

            int left = taps;
            while (left > 0)
            {
                int end = k + (left < _piece ? left : _piece);
                if (count == Columns)
                {
                    for (; k <= end - 16; k += 16, w += 16)
                    {
                        Multiply16By4(filter, w, sums, sum, endSum, taps, columns, k);
                    }

                    if (k <= end - 8)
                    {
                        Multiply8By4(filter, w, sums, sum, endSum, taps, columns, k);
                        k += 8;
                        w += 8;
                    }
                }

                int rest = k;
                for (int c = 0; c < count; c++)
                {
                    int v = w;
                    k = rest;
                    for (; k <= end - 16; k += 16, v += 16)
                    {
                        Multiply16(filter, v, sums, sum + c, endSum, count, taps, columns, k + c * taps);
                    }

                    for (; k <= end - 4; k += 4, v += 4)
                    {
                        Multiply4(filter, v, sums, sum + c, endSum, count, taps, columns, k + c * taps);
                    }

                    for (; k < end; k++, v++)
                    {
                        Multiply1(filter, v, sums, sum + c, endSum, count, taps, columns[k + c * taps]);
                    }
                }

                w += end - rest;
                left -= _piece;
                if (_isEmptied)
                {
                    Empty(count * filters);
                }
            }
        }

        /// <summary>
        /// Packs the windows of three positions, over the channels of a group. Positions after the last repeat the last.
        /// </summary>
        private void Gather(int position, int lastPosition, int channel, int k)
        {
            int inputWidth = _inputWidth;
            int inputDepth = _inputDepth;
            int outputWidth = _outputWidth;
            int filterHeight = _filterHeight;
            int filterWidth = _filterWidth;
            int filterDepth = _filterDepth;
            int dilationHeight = _dilationHeight;
            int dilationWidth = _dilationWidth;
            int heightLimit = _inputHeight - (filterHeight - 1) * dilationHeight;
            int widthLimit = inputWidth - (filterWidth - 1) * dilationWidth;
            bool joined = dilationWidth == 1 && filterDepth == inputDepth;
            int rowStep = dilationHeight * inputWidth * inputDepth;
            int runStep = dilationWidth * inputDepth;
            int start0 = 0;
            int start1 = 0;
            int start2 = 0;
            bool inside = true;
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                int at = position + lane < lastPosition ? position + lane : lastPosition;
                int row = at / outputWidth;
                int originX = (at - row * outputWidth) * _strideWidth - _padLeft;
                int batch = row / _outputHeight;
                int originY = (row - batch * _outputHeight) * _strideHeight - _padTop;
                inside = inside && originX >= 0 && originY >= 0 && originX < widthLimit && originY < heightLimit;
                start0 = start1;
                start1 = start2;
                start2 = _inputStart + ((batch * _inputHeight + originY) * inputWidth + originX) * inputDepth + channel;
            }

            if (!inside)
            {
                GatherBorder(position, lastPosition, channel, k);
                return;
            }

            sbyte[] input = _input;
            long[] column = _words;
            int toLane1 = start1 - start0;
            int toLane2 = start2 - start0;
            int runs = joined ? 1 : filterWidth;
            int run = joined ? filterWidth * filterDepth : filterDepth;
            for (int i = filterHeight; i > 0; i--)
            {
                int p = start0;
                for (int j = runs; j > 0; j--)
                {
                    int toColumn = k - p;
                    int end = p + run;
                    for (int q = p; q < end; q++)
                    {
                        column[q + toColumn] =
                            input[q] + ((long)input[q + toLane1] << Lanes.Bits) + ((long)input[q + toLane2] << (2 * Lanes.Bits));
                    }

                    p += runStep;
                    k += run;
                }

                start0 += rowStep;
            }
        }

        /// <summary>Like <see cref="Gather"/>, but with the zero point for taps in the padding.</summary>
        private void GatherBorder(int position, int lastPosition, int channel, int start)
        {
            sbyte[] input = _input;
            long[] column = _words;
            int inputHeight = _inputHeight;
            int inputWidth = _inputWidth;
            int inputDepth = _inputDepth;
            int outputHeight = _outputHeight;
            int outputWidth = _outputWidth;
            int dilationHeight = _dilationHeight;
            int dilationWidth = _dilationWidth;
            int filterWidth = _filterWidth;
            int filterDepth = _filterDepth;
            bool joined = dilationWidth == 1 && filterDepth == inputDepth;
            int rowStep = dilationHeight * inputWidth * inputDepth;
            int runStep = dilationWidth * inputDepth;
            int zeroPoint = _inputZeroPoint;
            int taps = _taps;
            column[start] = zeroPoint + ((long)zeroPoint << Lanes.Bits) + ((long)zeroPoint << (2 * Lanes.Bits));
            for (int filled = 1; filled < taps; filled += filled)
            {
                Array.Copy(column, start, column, start + filled, taps - filled < filled ? taps - filled : filled);
            }

            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                int at = position + lane < lastPosition ? position + lane : lastPosition;
                int row = at / outputWidth;
                int originX = (at - row * outputWidth) * _strideWidth - _padLeft;
                int batch = row / outputHeight;
                int originY = (row - batch * outputHeight) * _strideHeight - _padTop;
                int firstY = Window.FirstTap(originY, dilationHeight);
                int endY = Window.EndTap(originY, dilationHeight, _filterHeight, inputHeight);
                int firstX = Window.FirstTap(originX, dilationWidth);
                int endX = Window.EndTap(originX, dilationWidth, filterWidth, inputWidth);
                int runs = joined ? 1 : endX - firstX;
                int run = joined ? (endX - firstX) * filterDepth : filterDepth;
                int shift = lane * Lanes.Bits;
                int p = _inputStart + channel
                    + ((batch * inputHeight + originY + firstY * dilationHeight) * inputWidth + originX + firstX * dilationWidth)
                    * inputDepth;
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

        /// <summary>Adds all lanes to the 32-bit sums and clears them.</summary>
        private void Empty(int count)
        {
            long[] sums = _words;
            int[] emptied = _lanes;
            int at = _emptied;
            int o = _sums;
            for (int end = o + count; o < end; o++)
            {
                long lanes = sums[o] + Lanes.Offsets;
                sums[o] = 0;
                emptied[at] = emptied[at] + (int)(lanes & Lanes.Mask) - Lanes.Offset;
                emptied[at + 1] = emptied[at + 1] + (int)((lanes >> Lanes.Bits) & Lanes.Mask) - Lanes.Offset;
                emptied[at + 2] = emptied[at + 2] + (int)(lanes >> (2 * Lanes.Bits)) - Lanes.Offset;
                at += Lanes.Count;
            }
        }

        /// <summary>Adds sixteen taps to the sums of every filter of a block, for four columns.</summary>
        private static void Multiply16By4(byte[] filter, int w, long[] sums, int o, int end, int taps, long[] column, int k)
        {
            long a0 = column[k];
            long a1 = column[k + 1];
            long a2 = column[k + 2];
            long a3 = column[k + 3];
            long a4 = column[k + 4];
            long a5 = column[k + 5];
            long a6 = column[k + 6];
            long a7 = column[k + 7];
            long a8 = column[k + 8];
            long a9 = column[k + 9];
            long a10 = column[k + 10];
            long a11 = column[k + 11];
            long a12 = column[k + 12];
            long a13 = column[k + 13];
            long a14 = column[k + 14];
            long a15 = column[k + 15];
            k += taps;
            long b0 = column[k];
            long b1 = column[k + 1];
            long b2 = column[k + 2];
            long b3 = column[k + 3];
            long b4 = column[k + 4];
            long b5 = column[k + 5];
            long b6 = column[k + 6];
            long b7 = column[k + 7];
            long b8 = column[k + 8];
            long b9 = column[k + 9];
            long b10 = column[k + 10];
            long b11 = column[k + 11];
            long b12 = column[k + 12];
            long b13 = column[k + 13];
            long b14 = column[k + 14];
            long b15 = column[k + 15];
            k += taps;
            long c0 = column[k];
            long c1 = column[k + 1];
            long c2 = column[k + 2];
            long c3 = column[k + 3];
            long c4 = column[k + 4];
            long c5 = column[k + 5];
            long c6 = column[k + 6];
            long c7 = column[k + 7];
            long c8 = column[k + 8];
            long c9 = column[k + 9];
            long c10 = column[k + 10];
            long c11 = column[k + 11];
            long c12 = column[k + 12];
            long c13 = column[k + 13];
            long c14 = column[k + 14];
            long c15 = column[k + 15];
            k += taps;
            long d0 = column[k];
            long d1 = column[k + 1];
            long d2 = column[k + 2];
            long d3 = column[k + 3];
            long d4 = column[k + 4];
            long d5 = column[k + 5];
            long d6 = column[k + 6];
            long d7 = column[k + 7];
            long d8 = column[k + 8];
            long d9 = column[k + 9];
            long d10 = column[k + 10];
            long d11 = column[k + 11];
            long d12 = column[k + 12];
            long d13 = column[k + 13];
            long d14 = column[k + 14];
            long d15 = column[k + 15];
            for (; o < end; o += Columns)
            {
                long w0 = (sbyte)filter[w];
                long w1 = (sbyte)filter[w + 1];
                long w2 = (sbyte)filter[w + 2];
                long w3 = (sbyte)filter[w + 3];
                long w4 = (sbyte)filter[w + 4];
                long w5 = (sbyte)filter[w + 5];
                long w6 = (sbyte)filter[w + 6];
                long w7 = (sbyte)filter[w + 7];
                long w8 = (sbyte)filter[w + 8];
                long w9 = (sbyte)filter[w + 9];
                long w10 = (sbyte)filter[w + 10];
                long w11 = (sbyte)filter[w + 11];
                long w12 = (sbyte)filter[w + 12];
                long w13 = (sbyte)filter[w + 13];
                long w14 = (sbyte)filter[w + 14];
                long w15 = (sbyte)filter[w + 15];
                sums[o] = sums[o] + w0 * a0 + w1 * a1 + w2 * a2 + w3 * a3 + w4 * a4 + w5 * a5 + w6 * a6 + w7 * a7
                    + w8 * a8 + w9 * a9 + w10 * a10 + w11 * a11 + w12 * a12 + w13 * a13 + w14 * a14 + w15 * a15;
                sums[o + 1] = sums[o + 1] + w0 * b0 + w1 * b1 + w2 * b2 + w3 * b3 + w4 * b4 + w5 * b5 + w6 * b6 + w7 * b7
                    + w8 * b8 + w9 * b9 + w10 * b10 + w11 * b11 + w12 * b12 + w13 * b13 + w14 * b14 + w15 * b15;
                sums[o + 2] = sums[o + 2] + w0 * c0 + w1 * c1 + w2 * c2 + w3 * c3 + w4 * c4 + w5 * c5 + w6 * c6 + w7 * c7
                    + w8 * c8 + w9 * c9 + w10 * c10 + w11 * c11 + w12 * c12 + w13 * c13 + w14 * c14 + w15 * c15;
                sums[o + 3] = sums[o + 3] + w0 * d0 + w1 * d1 + w2 * d2 + w3 * d3 + w4 * d4 + w5 * d5 + w6 * d6 + w7 * d7
                    + w8 * d8 + w9 * d9 + w10 * d10 + w11 * d11 + w12 * d12 + w13 * d13 + w14 * d14 + w15 * d15;
                w += taps;
            }
        }

        /// <summary>Adds eight taps to the sums of every filter of a block, for four columns.</summary>
        private static void Multiply8By4(byte[] filter, int w, long[] sums, int o, int end, int taps, long[] column, int k)
        {
            long a0 = column[k];
            long a1 = column[k + 1];
            long a2 = column[k + 2];
            long a3 = column[k + 3];
            long a4 = column[k + 4];
            long a5 = column[k + 5];
            long a6 = column[k + 6];
            long a7 = column[k + 7];
            k += taps;
            long b0 = column[k];
            long b1 = column[k + 1];
            long b2 = column[k + 2];
            long b3 = column[k + 3];
            long b4 = column[k + 4];
            long b5 = column[k + 5];
            long b6 = column[k + 6];
            long b7 = column[k + 7];
            k += taps;
            long c0 = column[k];
            long c1 = column[k + 1];
            long c2 = column[k + 2];
            long c3 = column[k + 3];
            long c4 = column[k + 4];
            long c5 = column[k + 5];
            long c6 = column[k + 6];
            long c7 = column[k + 7];
            k += taps;
            long d0 = column[k];
            long d1 = column[k + 1];
            long d2 = column[k + 2];
            long d3 = column[k + 3];
            long d4 = column[k + 4];
            long d5 = column[k + 5];
            long d6 = column[k + 6];
            long d7 = column[k + 7];
            for (; o < end; o += Columns)
            {
                long w0 = (sbyte)filter[w];
                long w1 = (sbyte)filter[w + 1];
                long w2 = (sbyte)filter[w + 2];
                long w3 = (sbyte)filter[w + 3];
                long w4 = (sbyte)filter[w + 4];
                long w5 = (sbyte)filter[w + 5];
                long w6 = (sbyte)filter[w + 6];
                long w7 = (sbyte)filter[w + 7];
                sums[o] = sums[o] + w0 * a0 + w1 * a1 + w2 * a2 + w3 * a3 + w4 * a4 + w5 * a5 + w6 * a6 + w7 * a7;
                sums[o + 1] = sums[o + 1] + w0 * b0 + w1 * b1 + w2 * b2 + w3 * b3 + w4 * b4 + w5 * b5 + w6 * b6 + w7 * b7;
                sums[o + 2] = sums[o + 2] + w0 * c0 + w1 * c1 + w2 * c2 + w3 * c3 + w4 * c4 + w5 * c5 + w6 * c6 + w7 * c7;
                sums[o + 3] = sums[o + 3] + w0 * d0 + w1 * d1 + w2 * d2 + w3 * d3 + w4 * d4 + w5 * d5 + w6 * d6 + w7 * d7;
                w += taps;
            }
        }

        /// <summary>Adds sixteen taps to the sums of every filter of a block, for one column.</summary>
        private static void Multiply16(byte[] filter, int w, long[] sums, int o, int end, int next, int step, long[] column, int k)
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
            for (; o < end; o += next)
            {
                sums[o] = sums[o]
                    + (sbyte)filter[w] * x0 + (sbyte)filter[w + 1] * x1 + (sbyte)filter[w + 2] * x2 + (sbyte)filter[w + 3] * x3
                    + (sbyte)filter[w + 4] * x4 + (sbyte)filter[w + 5] * x5 + (sbyte)filter[w + 6] * x6 + (sbyte)filter[w + 7] * x7
                    + (sbyte)filter[w + 8] * x8 + (sbyte)filter[w + 9] * x9 + (sbyte)filter[w + 10] * x10 + (sbyte)filter[w + 11] * x11
                    + (sbyte)filter[w + 12] * x12 + (sbyte)filter[w + 13] * x13 + (sbyte)filter[w + 14] * x14
                    + (sbyte)filter[w + 15] * x15;
                w += step;
            }
        }

        private static void Multiply4(byte[] filter, int w, long[] sums, int o, int end, int next, int step, long[] column, int k)
        {
            long x0 = column[k];
            long x1 = column[k + 1];
            long x2 = column[k + 2];
            long x3 = column[k + 3];
            for (; o < end; o += next)
            {
                sums[o] = sums[o]
                    + (sbyte)filter[w] * x0 + (sbyte)filter[w + 1] * x1 + (sbyte)filter[w + 2] * x2 + (sbyte)filter[w + 3] * x3;
                w += step;
            }
        }

        private static void Multiply1(byte[] filter, int w, long[] sums, int o, int end, int next, int step, long x)
        {
            for (; o < end; o += next)
            {
                sums[o] = sums[o] + (sbyte)filter[w] * x;
                w += step;
            }
        }

        /// <summary>Requantises the sums of a block of filters and stores the outputs.</summary>
        private void Finish(int count, int firstFilter, int filters, int position, int lastPosition)
        {
            sbyte[] output = _output;
            long max = _max;
            long min = _min;
            long[] sums = _words;
            int[] memory = _memory;
            sbyte[] shifts = _shiftMemory;
            int foldedBias = _foldedBias;
            int multipliers = _multipliers;
            int firstShift = _shifts;
            int scaleStep = _scaleStep;
            int outputDepth = _outputDepth;
            int columnStep = Lanes.Count * outputDepth;
            long rounding = 2 * _outputZeroPoint + 1;

            // If no value below the zero point is stored, sums of 0 and less need no requantisation.
            long floor = _min >= _outputZeroPoint ? 0 : long.MinValue;

            // Lanes after the last position are written to the place of lane 0, which lane 0 then overwrites.
            int toLane1 = position < lastPosition ? outputDepth : 0;
            int toLane2 = position + 1 < lastPosition ? 2 * outputDepth : 0;
            int start = _outputStart + position * outputDepth + firstFilter;
            int s = _sums;
            int end = s;
            for (int o = firstFilter; o < firstFilter + filters; o++)
            {
                long bias = memory[foldedBias + o];
                long multiplier = memory[multipliers + o * scaleStep];
                int shift = shifts[firstShift + o * scaleStep];
                long half = rounding << (shift - 1);
                int at = start++;
                for (end += count; s < end; s++)
                {
                    long lanes = sums[s] + Lanes.Offsets;
                    long value = (lanes >> (2 * Lanes.Bits)) + bias;
                    if (value > floor)
                    {
                        value = (value * multiplier + 0x40000000L) >> 31;
                        value = (value + half + (value >> 63)) >> shift;
                        if (value > max)
                        {
                            value = max;
                        }
                        else if (value < min)
                        {
                            value = min;
                        }
                    }
                    else
                    {
                        value = min;
                    }

                    output[at + toLane2] = (sbyte)value;

                    value = ((lanes >> Lanes.Bits) & Lanes.Mask) + bias;
                    if (value > floor)
                    {
                        value = (value * multiplier + 0x40000000L) >> 31;
                        value = (value + half + (value >> 63)) >> shift;
                        if (value > max)
                        {
                            value = max;
                        }
                        else if (value < min)
                        {
                            value = min;
                        }
                    }
                    else
                    {
                        value = min;
                    }

                    output[at + toLane1] = (sbyte)value;

                    value = (lanes & Lanes.Mask) + bias;
                    if (value > floor)
                    {
                        value = (value * multiplier + 0x40000000L) >> 31;
                        value = (value + half + (value >> 63)) >> shift;
                        if (value > max)
                        {
                            value = max;
                        }
                        else if (value < min)
                        {
                            value = min;
                        }
                    }
                    else
                    {
                        value = min;
                    }

                    output[at] = (sbyte)value;
                    at += columnStep;
                }
            }
        }

        /// <summary>Like <see cref="Finish"/>, for sums that were emptied into 32 bits.</summary>
        private void FinishEmptied(int count, int firstFilter, int filters, int position, int lastPosition)
        {
            sbyte[] output = _output;
            int[] emptied = _lanes;
            int[] memory = _memory;
            sbyte[] shifts = _shiftMemory;
            int multipliers = _multipliers;
            int firstShift = _shifts;
            int scaleStep = _scaleStep;
            int outputDepth = _outputDepth;
            int min = _min;
            int max = _max;
            int zeroPoint = _outputZeroPoint;
            int start = _outputStart + position * outputDepth + firstFilter;
            int positions = lastPosition + 1 - position < count * Lanes.Count ? lastPosition + 1 - position : count * Lanes.Count;
            int s = _emptied;
            for (int o = firstFilter; o < firstFilter + filters; o++)
            {
                long bias = memory[_foldedBias + o] + Lanes.Offset;
                long multiplier = memory[multipliers + o * scaleStep];
                int shift = shifts[firstShift + o * scaleStep];
                long half = 1L << (shift - 1);
                int at = start++;
                for (int end = s + positions; s < end; s++)
                {
                    long product = ((emptied[s] + bias) * multiplier + 0x40000000L) >> 31;
                    int value = (int)((product + half + (product >> 63)) >> shift) + zeroPoint;
                    output[at] = (sbyte)(value < min ? min : value > max ? max : value);
                    at += outputDepth;
                }

                s += count * Lanes.Count - positions;
            }
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <content>
/// The packed form for int8 with constant weights: three outputs per multiplication. Neighbouring outputs of a line use the same weight
/// for inputs that are a stride apart. So one channel of the input is first packed into a plane of 64-bit words, v[x] + v[x + s]·2^21 +
/// v[x + 2s]·2^42, where v = in − zi, or 0 in the padding. Then Σ w · word holds three sums in lanes of 21 bits, and no window touches a
/// border. A lane has to fit only at the end of a sum. CanPack checks with each channel's weights that it does; up to 32 taps always fit.
/// </content>
/// <remarks>
/// A word's upper lanes are the lanes of the word one stride to its right, shifted left. What that shifts into bit 63 affects only bit
/// 63, which unpacking drops. Nine weights are kept in locals. A plane has as many lines as fit 4 KB. Lines are rows, or columns if these
/// waste fewer lanes: audio, for example, has only one column.
/// </remarks>
public sealed partial class DepthwiseConv2D
{
    private const int PlaneWords = 512;
    private const int LeastTaps = 9;

    // A plane larger than this fits no arena, so the plain loop runs.
    private const int MaxPlaneWords = 1 << 20;

    // Null if the plain loop runs. Index in scratch of a channel's weights, which the plane follows, and of the steps from tap to tap. It
    // is the same in the 64-bit and the 32-bit array, so a loop over taps has one counter.
    private PackedForm _packed;
    private int _taps;
    private int _band;

    /// <summary>
    /// Prepares the packed form if it is exact, saves time and fits, with as many lines in the plane as there is room for.
    /// </summary>
    public override void PrepareFaster(PrepareContext context)
    {
        if (_input.Type != TensorType.Int8 || !IsFoldConstant || _output.Shape[1] * _output.Shape[2] <= Lanes.Count)
        {
            return;
        }

        PackedForm packed = (PackedForm)context.Share(new PackedForm());
        packed.Measure(this);
        _band = packed.LongestBand;
        if (packed.PlaneWordsFor(_band) > MaxPlaneWords)
        {
            return;
        }

        int distance = context.OverlapDistance(0, 0);
        bool isOverlapped = distance != PrepareContext.Apart;
        if (isOverlapped && (distance % _input.Shape[3] != 0 || !CanPackOverlapped(context)))
        {
            return;
        }

        while (_band > 0 && !context.HasScratchRoom(packed.WordsFor(_band), packed.PaddedTaps))
        {
            _band--;
        }

        if (_band == 0 || (isOverlapped && packed.IsByColumn && _band < packed.Lines) || !CanPack())
        {
            return;
        }

        _taps = context.Scratch(TensorType.Int64, packed.WordsFor(_band));
        if (context.Scratch(TensorType.Int32, packed.PaddedTaps) != _taps)
        {
            return;
        }

        _packed = packed;

        // The plane holds inputs without their zero point, so the bias is not folded, but it takes back the offset that unpacking leaves
        // in the lanes. From here on, positive shifts are right shifts.
        int[] memory = Memory.Int32;
        sbyte[] shifts = Memory.Int8;
        int channels = _output.Shape[3];
        for (int o = 0; o < channels; o++)
        {
            memory[_foldedBias + o] = (_bias == null ? 0 : _bias.GetInt32(o)) - Lanes.Offset;
        }

        int scales = _scaleStep == 0 ? 1 : channels;
        for (int c = 0; c < scales; c++)
        {
            shifts[_shifts + c] = (sbyte)(memory[_multipliers + c] == 0 ? 1 : -shifts[_shifts + c]);
        }
    }

    /// <summary>
    /// Whether the packed form can run with the output over the input. It computes one channel after the other, so each channel of the
    /// output must lie over the same channel of the input, which has been packed by then. Bands of columns share rows: one would overwrite
    /// what the next has to read.
    /// </summary>
    private bool CanPackOverlapped(PrepareContext context)
    {
        PackedForm packed = (PackedForm)context.Share(new PackedForm());
        packed.Measure(this);
        return _multiplier == 1 && (!packed.IsByColumn || packed.LongestBand == packed.Lines);
    }

    /// <summary>
    /// Whether the sums of every channel fit a lane, its bias leaves them room in 32 bits, and it is requantised with a right shift.
    /// </summary>
    private bool CanPack()
    {
        byte[] filter = _filter.Data;
        int channels = _output.Shape[3];
        int taps = _window.FilterHeight * _window.FilterWidth;
        int low = -128 - _input.ZeroPoint;
        int high = 127 - _input.ZeroPoint;
        for (int o = 0; o < channels; o++)
        {
            int positive = 0;
            int negative = 0;
            int w = _filter.Offset + o;
            for (int t = 0; t < taps; t++)
            {
                int weight = (sbyte)filter[w];
                if (weight > 0)
                {
                    positive += weight;
                }
                else
                {
                    negative += weight;
                }

                w += channels;
            }

            long bias = _bias == null ? 0 : _bias.GetInt32(o);
            if ((long)positive * high + (long)negative * low >= Lanes.Offset
                || (long)positive * low + (long)negative * high < -Lanes.Offset
                || bias > int.MaxValue - (1 << Lanes.Bits)
                || bias < int.MinValue + (1 << Lanes.Bits)
                || (Memory.Int8[_shifts + o * _scaleStep] >= 0 && Memory.Int32[_multipliers + o * _scaleStep] != 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Runs the packed form of one node. A property of a tensor or window costs as much as two multiplications, so Measure and Fetch read
    /// everything that the loops need once per Eval. All nodes share one object, which they use one after the other.
    /// </summary>
    private sealed class PackedForm
    {
        private byte[] _filter;
        private sbyte[] _input;
        private sbyte[] _output;
        private long[] _words;
        private int[] _stepMemory;
        private int[] _memory;
        private sbyte[] _shiftMemory;
        private int _firstWeight;
        private int _weights;
        private int _plane;
        private int _foldedBias;
        private int _multipliers;
        private int _shifts;
        private int _scaleStep;
        private int _min;
        private int _max;
        private int _inputZeroPoint;
        private int _outputZeroPoint;
        private int _tapCount;
        private int _channelCount;
        private bool _isByColumn;

        // Steps along a line, and from line to line.
        private int _pitch;
        private int _length;
        private int _stride;
        private int _padding;
        private int _inputCells;
        private int _inputStep;
        private int _outputStep;
        private int _lines;
        private int _lineStride;
        private int _linePadding;
        private int _inputLines;
        private int _inputLineStep;
        private int _outputLineStep;
        private int _span;

        /// <summary>Number of taps, padded to a multiple of three and at least nine, because the loops take no other numbers.</summary>
        internal int PaddedTaps => _tapCount < LeastTaps ? LeastTaps : (_tapCount + 2) / 3 * 3;

        /// <summary>Whether lines are columns.</summary>
        internal bool IsByColumn => _isByColumn;

        /// <summary>Number of output lines.</summary>
        internal int Lines => _lines;

        /// <summary>The largest number of output lines for a plane of the usual size.</summary>
        internal int LongestBand
        {
            get
            {
                int band = (PlaneWords / _pitch - _span) / _lineStride + 1;
                return band < 1 ? 1 : band > _lines ? _lines : band;
            }
        }

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

        /// <summary>Number of words of a plane for <paramref name="band"/> lines of output.</summary>
        internal long PlaneWordsFor(int band)
        {
            return ((band - 1L) * _lineStride + _span) * _pitch;
        }

        /// <summary>
        /// Number of scratch words of a plane for <paramref name="band"/> lines of output, and of a channel's weights.
        /// </summary>
        internal int WordsFor(int band)
        {
            return PaddedTaps + (int)PlaneWordsFor(band);
        }

        /// <summary>Computes the layout of a node's channels.</summary>
        internal void Measure(DepthwiseConv2D node)
        {
            int[] inputShape = node._input.Shape;
            int[] outputShape = node._output.Shape;
            Window window = node._window;
            int height = outputShape[1];
            int width = outputShape[2];
            bool isByColumn = (height + Lanes.Count - 1) / Lanes.Count * width < (width + Lanes.Count - 1) / Lanes.Count * height;
            int filterHeight = window.FilterHeight;
            int filterWidth = window.FilterWidth;
            int inputWidth = inputShape[2];
            int inputDepth = inputShape[3];
            int outputDepth = outputShape[3];
            int inputRow = inputWidth * inputDepth;
            int outputRow = width * outputDepth;
            int spanHeight = (filterHeight - 1) * window.DilationHeight + 1;
            int spanWidth = (filterWidth - 1) * window.DilationWidth + 1;
            int stride = isByColumn ? window.StrideHeight : window.StrideWidth;
            int padding = isByColumn ? window.PadTop : window.PadLeft;
            int length = isByColumn ? height : width;

            // Number of cells that any lane reads, including lanes after the last output, plus a stride of zeros to shift into the first
            // word.
            int pitch = (length + Lanes.Count - 1) / Lanes.Count * Lanes.Count * stride + (isByColumn ? spanHeight : spanWidth);

            // If no window reads the last cells of a line, the plane leaves them out.
            int cells = isByColumn ? inputShape[1] : inputWidth;
            _inputCells = pitch - stride - padding < cells ? pitch - stride - padding : cells;
            _pitch = pitch;
            _isByColumn = isByColumn;
            _length = length;
            _stride = stride;
            _padding = padding;
            _lineStride = isByColumn ? window.StrideWidth : window.StrideHeight;
            _linePadding = isByColumn ? window.PadLeft : window.PadTop;
            _span = isByColumn ? spanWidth : spanHeight;
            _lines = isByColumn ? width : height;
            _inputStep = isByColumn ? inputRow : inputDepth;
            _inputLineStep = isByColumn ? inputDepth : inputRow;
            _outputStep = isByColumn ? outputRow : outputDepth;
            _outputLineStep = isByColumn ? outputDepth : outputRow;
            _inputLines = isByColumn ? inputWidth : inputShape[1];
            _tapCount = filterHeight * filterWidth;
            _channelCount = outputDepth;
        }

        internal void Run(DepthwiseConv2D node)
        {
            Measure(node);
            Fetch(node);
            Tensor inputTensor = node._input;
            Tensor outputTensor = node._output;
            int inputDepth = inputTensor.Shape[3];
            int inputSize = inputTensor.CountOf(1, 4);
            int outputSize = outputTensor.CountOf(1, 4);
            int batches = inputTensor.Shape[0];
            int multiplier = node._multiplier;
            int lines = _lines;
            int band = node._band;

            // The cells after the input stay zero from here on; all others are written for each band.
            Array.Clear(_words, _weights, WordsFor(band));
            for (int b = 0; b < batches; b++)
            {
                int input = inputTensor.Offset + b * inputSize;
                int output = outputTensor.Offset + b * outputSize;
                for (int line = 0; line < lines; line += band)
                {
                    int count = lines - line < band ? lines - line : band;
                    int channel = 0;
                    for (int c = 0; c < inputDepth; c++)
                    {
                        Pack(input + c, line * _lineStride - _linePadding, (count - 1) * _lineStride + _span);
                        for (int end = channel + multiplier; channel < end; channel++)
                        {
                            MultiplyPacked(channel, output + line * _outputLineStep + channel, count);
                        }
                    }
                }
            }
        }

        private void Fetch(DepthwiseConv2D node)
        {
            Window window = node._window;
            _filter = node._filter.Data;
            _firstWeight = node._filter.Offset;
            _input = node._input.Int8;
            _output = node._output.Int8;
            _words = node.Memory.Scratch.Int64;
            _stepMemory = node.Memory.Scratch.Int32;
            _memory = node.Memory.Int32;
            _shiftMemory = node.Memory.Int8;
            _weights = node._taps;
            _plane = _weights + PaddedTaps;
            _foldedBias = node._foldedBias;
            _multipliers = node._multipliers;
            _shifts = node._shifts;
            _scaleStep = node._scaleStep;
            _min = node._min;
            _max = node._max;
            _inputZeroPoint = node._input.ZeroPoint;
            _outputZeroPoint = node._output.ZeroPoint;

            // Taps after the last have weight 0, so they may read any word.
            int down = window.DilationHeight * (_isByColumn ? 1 : _pitch);
            int right = window.DilationWidth * (_isByColumn ? _pitch : 1);
            int filterWidth = window.FilterWidth;
            int step = 0;
            int left = filterWidth;
            for (int t = _weights; t < _plane; t++)
            {
                _stepMemory[t] = t < _weights + _tapCount ? step : 0;
                step += right;
                if (--left == 0)
                {
                    left = filterWidth;
                    step += down - filterWidth * right;
                }
            }
        }

        /// <summary>Packs lines of a channel. The first line may lie before the input.</summary>
        private void Pack(int source, int firstLine, int lines)
        {
            sbyte[] input = _input;
            long[] plane = _words;
            int step = _inputStep;
            int step2 = 2 * step;
            int lineStep = _inputLineStep;
            int lineCount = _inputLines;
            int stride = _stride;
            int padding = _padding;
            int cells = _inputCells;
            int zeroPoint = _inputZeroPoint;
            int pitch = _pitch;
            source += firstLine * lineStep + (cells - 1) * step;
            int start = _plane;
            for (int line = firstLine; line < firstLine + lines; line++)
            {
                if (line < 0 || line >= lineCount)
                {
                    Array.Clear(plane, start, pitch);
                }
                else
                {
                    int p = source;
                    int first = start + padding;
                    int x = first + cells - 1;
                    if (stride == 1)
                    {
                        // The word to the right is still in a local.
                        long word = 0;
                        for (; x > first; x -= 2)
                        {
                            word = (input[p] - zeroPoint) + (word << Lanes.Bits);
                            plane[x] = word;
                            word = (input[p - step] - zeroPoint) + (word << Lanes.Bits);
                            plane[x - 1] = word;
                            p -= step2;
                        }
                    }

                    for (; x >= first; x--)
                    {
                        plane[x] = (input[p] - zeroPoint) + (plane[x + stride] << Lanes.Bits);
                        p -= step;
                    }

                    for (; x >= start; x--)
                    {
                        plane[x] = plane[x + stride] << Lanes.Bits;
                    }
                }

                start += pitch;
                source += lineStep;
            }
        }

        /// <summary>Computes lines of one output channel.</summary>
        private void MultiplyPacked(int channel, int start, int lines)
        {
            sbyte[] output = _output;
            long[] plane = _words;
            int[] offsets = _stepMemory;
            byte[] filter = _filter;
            int outputDepth = _channelCount;
            int weights = _weights;
            int tapCount = _tapCount;
            int w = _firstWeight + channel;
            for (int t = weights; t < weights + tapCount; t++)
            {
                plane[t] = (sbyte)filter[w];
                w += outputDepth;
            }

            int endTap = weights + PaddedTaps;
            bool nine = tapCount <= LeastTaps;
            long w0 = plane[weights];
            long w1 = plane[weights + 1];
            long w2 = plane[weights + 2];
            long w3 = plane[weights + 3];
            long w4 = plane[weights + 4];
            long w5 = plane[weights + 5];
            long w6 = plane[weights + 6];
            long w7 = plane[weights + 7];
            long w8 = plane[weights + 8];
            int o1 = offsets[weights + 1];
            int o2 = offsets[weights + 2];
            int o3 = offsets[weights + 3];
            int o4 = offsets[weights + 4];
            int o5 = offsets[weights + 5];
            int o6 = offsets[weights + 6];
            int o7 = offsets[weights + 7];
            int o8 = offsets[weights + 8];

            // Lanes are unpacked as numbers from 0 up; the bias has taken that offset back.
            long bias = _memory[_foldedBias + channel];
            long multiplier = _memory[_multipliers + channel * _scaleStep];
            int shift = _shiftMemory[_shifts + channel * _scaleStep];
            long half = (2L * _outputZeroPoint + 1) << (shift - 1);
            long min = _min;
            long max = _max;

            // If no value below the zero point is stored, sums of 0 and less need no requantisation.
            long floor = min >= _outputZeroPoint ? 0 : long.MinValue;
            int groupStep = Lanes.Count * _stride;
            int planeStep = _lineStride * _pitch;
            int length = _length;
            int step = _outputStep;
            int step2 = 2 * step;
            int step3 = 3 * step;
            int line = _plane;
            for (int endLine = line + lines * planeStep; line < endLine; line += planeStep)
            {
                int at = start;
                int q = line;
                for (int left = length; left > 0; left -= Lanes.Count)
                {
                    long sums = Lanes.Offsets;
                    if (nine)
                    {
                        sums = sums + w0 * plane[q] + w1 * plane[q + o1] + w2 * plane[q + o2] + w3 * plane[q + o3] + w4 * plane[q + o4]
                            + w5 * plane[q + o5] + w6 * plane[q + o6] + w7 * plane[q + o7] + w8 * plane[q + o8];
                    }
                    else
                    {
                        for (int t = weights; t < endTap; t += 3)
                        {
                            sums = sums + plane[t] * plane[q + offsets[t]] + plane[t + 1] * plane[q + offsets[t + 1]]
                                + plane[t + 2] * plane[q + offsets[t + 2]];
                        }
                    }

                    // Lanes after the end of the line are written to the place of lane 0, which lane 0 then overwrites.
                    q += groupStep;
                    int place = left > 2 ? at + step2 : at;
                    long value = ((sums >> (2 * Lanes.Bits)) & Lanes.Mask) + bias;
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

                    output[place] = (sbyte)value;

                    place = left > 1 ? at + step : at;
                    value = ((sums >> Lanes.Bits) & Lanes.Mask) + bias;
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

                    output[place] = (sbyte)value;

                    value = (sums & Lanes.Mask) + bias;
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

                    at += step3;
                }

                start += _outputLineStep;
            }
        }
    }
}

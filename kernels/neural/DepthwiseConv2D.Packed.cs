// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <content>
/// int8 with constant weights, three outputs a multiply. Neighbouring outputs of a line meet the same weight at inputs a stride apart, so one
/// channel of the input is first packed into a plane of 64-bit words, v[x] + v[x + s]·2^21 + v[x + 2s]·2^42 with v = in − zi and 0 in the padding:
/// then Σ w · word is three sums at once, and no window is on a border. Sums that lie in lanes of 21 bits need not fit on the way there,
/// only at the end; whether they do is proved from the weights for each layer, and never fails up to 32 taps.
/// </content>
/// <remarks>
/// A word's upper lanes are the word a stride to its right, shifted; what falls into bit 63 from there disturbs only that bit, which unpacking
/// drops. With nine weights in locals this costs a third of the plain loop; a plane holds as many lines as 4 KB allow. Lines are rows, or columns
/// where these waste fewer lanes: sounds have but one column.
/// </remarks>
public sealed partial class DepthwiseConv2D
{
    private const int PlaneWords = 512;

    // A line this long wants a plane that no arena has; the plain form does without.
    private const int MaxPlaneWords = 1 << 20;

    private Tensor _plane;
    private long[] _tapWeights;
    private int[] _tapOffsets;
    private int _pitch;
    private int _band;
    private bool _isByColumn;
    private int _tapCount;
    private int _channelCount;

    // Along a line, and from line to line; a call for a property of a tensor or window costs as much as two multiplications, for each channel.
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
    private int _inputZeroPoint;
    private int _outputZeroPoint;

    // Where they lie for this Invoke.
    private sbyte[] _inputData;
    private sbyte[] _outputData;
    private long[] _planeData;
    private int _planeStart;

    /// <summary>Plans the packed form where it is exact and worth it; else leaves the plain one to run.</summary>
    private void PreparePacked(PrepareContext context)
    {
        int height = _output.Shape[1];
        int width = _output.Shape[2];
        if (context.Thrift == PrepareContext.MaxThrift || height * width <= Lanes.Count || !CanPack())
        {
            return;
        }

        _isByColumn = (height + Lanes.Count - 1) / Lanes.Count * width < (width + Lanes.Count - 1) / Lanes.Count * height;
        int spanHeight = (_window.FilterHeight - 1) * _window.DilationHeight + 1;
        int spanWidth = (_window.FilterWidth - 1) * _window.DilationWidth + 1;
        _length = _isByColumn ? height : width;
        _stride = _isByColumn ? _window.StrideHeight : _window.StrideWidth;
        _padding = _isByColumn ? _window.PadTop : _window.PadLeft;
        _lineStride = _isByColumn ? _window.StrideWidth : _window.StrideHeight;
        _linePadding = _isByColumn ? _window.PadLeft : _window.PadTop;
        _span = _isByColumn ? spanWidth : spanHeight;

        // Cells that any lane reads, those of lanes beyond the last output too, and a stride of zeros for the first word to shift in.
        _pitch = (_length + Lanes.Count - 1) / Lanes.Count * Lanes.Count * _stride + (_isByColumn ? spanHeight : spanWidth);
        _lines = _isByColumn ? width : height;
        _band = (PlaneWords / _pitch - _span) / _lineStride + 1;
        _band = _band < 1 ? 1 : _band > _lines ? _lines : _band;
        long planeWords = ((_band - 1L) * _lineStride + _span) * _pitch;
        if (planeWords > MaxPlaneWords)
        {
            return;
        }

        int inputRow = _input.Shape[2] * _input.Shape[3];
        int outputRow = width * _output.Shape[3];
        _inputStep = _isByColumn ? inputRow : _input.Shape[3];
        _inputLineStep = _isByColumn ? _input.Shape[3] : inputRow;
        _outputStep = _isByColumn ? outputRow : _output.Shape[3];
        _outputLineStep = _isByColumn ? _output.Shape[3] : outputRow;
        _inputLines = _input.Shape[_isByColumn ? 2 : 1];
        _inputZeroPoint = _input.ZeroPoint;
        _outputZeroPoint = _output.ZeroPoint;

        // Where windows leave the last cells of a line alone, so does the plane.
        _inputCells = _input.Shape[_isByColumn ? 1 : 2];
        _inputCells = _pitch - _stride - _padding < _inputCells ? _pitch - _stride - _padding : _inputCells;
        _plane = context.Scratch(TensorType.Int64, (int)planeWords);

        int taps = _window.FilterHeight * _window.FilterWidth;
        _tapCount = taps;
        _channelCount = _output.Shape[3];
        int padded = (taps + 2) / 3 * 3;
        padded = padded < 9 ? 9 : padded;
        _tapWeights = context.NewInt64(padded);
        _tapOffsets = context.NewInt32(padded);
        for (int t = 0; t < taps; t++)
        {
            _tapOffsets[t] = t / _window.FilterWidth * _window.DilationHeight * (_isByColumn ? 1 : _pitch)
                + t % _window.FilterWidth * _window.DilationWidth * (_isByColumn ? _pitch : 1);
        }
    }

    /// <summary>
    /// Whether every channel's sums fit a lane, its bias leaves 32 bits room for them, and it is scaled down by a shift to the right.
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

            long bias = _bias == null ? 0 : _bias.Int32[_bias.Offset + o];
            if ((long)positive * high + (long)negative * low >= Lanes.Offset
                || (long)positive * low + (long)negative * high < -Lanes.Offset
                || bias > int.MaxValue - (1 << Lanes.Bits)
                || bias < int.MinValue + (1 << Lanes.Bits)
                || (_scales.Shifts[o] >= 0 && _scales.Multipliers[o] != 0))
            {
                return false;
            }
        }

        return true;
    }

    private void EvalPacked()
    {
        int inputDepth = _input.Shape[3];
        int outputDepth = _output.Shape[3];
        int inputSize = _input.Shape[1] * _input.Shape[2] * inputDepth;
        int outputSize = _output.Shape[1] * _output.Shape[2] * outputDepth;
        int lines = _lines;
        int band = _band;
        _inputData = _input.Int8;
        _outputData = _output.Int8;
        _planeData = _plane.Int64;
        _planeStart = _plane.Offset;

        // The cells behind the input stay zero from here on; all others are written for each band.
        Array.Clear(_planeData, _planeStart, _plane.ElementCount);
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int input = _input.Offset + b * inputSize;
            int output = _output.Offset + b * outputSize;
            int channel = 0;
            for (int c = 0; c < inputDepth; c++)
            {
                for (int line = 0; line < lines; line += band)
                {
                    int count = lines - line < band ? lines - line : band;
                    Pack(input + c, line * _lineStride - _linePadding, (count - 1) * _lineStride + _span);
                    for (int m = channel; m < channel + _multiplier; m++)
                    {
                        MultiplyPacked(m, output + line * _outputLineStep + m, count);
                    }
                }

                channel += _multiplier;
            }
        }
    }

    /// <summary>Packs lines of a channel, from a line on that may lie before the input.</summary>
    private void Pack(int source, int firstLine, int lines)
    {
        sbyte[] input = _inputData;
        long[] plane = _planeData;
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
        int start = _planeStart;
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
                    // The word behind stays at hand.
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

    /// <summary>Lines of one output channel.</summary>
    private void MultiplyPacked(int channel, int start, int lines)
    {
        sbyte[] output = _outputData;
        long[] plane = _planeData;
        long[] weights = _tapWeights;
        int[] offsets = _tapOffsets;
        byte[] filter = _filter.Data;
        int outputDepth = _channelCount;
        int w = _filter.Offset + channel;
        for (int t = 0; t < _tapCount; t++)
        {
            weights[t] = (sbyte)filter[w];
            w += outputDepth;
        }

        bool nine = weights.Length == 9;
        long w0 = weights[0];
        long w1 = weights[1];
        long w2 = weights[2];
        long w3 = weights[3];
        long w4 = weights[4];
        long w5 = weights[5];
        long w6 = weights[6];
        long w7 = weights[7];
        long w8 = weights[8];
        int o1 = offsets[1];
        int o2 = offsets[2];
        int o3 = offsets[3];
        int o4 = offsets[4];
        int o5 = offsets[5];
        int o6 = offsets[6];
        int o7 = offsets[7];
        int o8 = offsets[8];

        // Lanes are unpacked as numbers from 0 on; the bias takes that offset back.
        long bias = (_bias == null ? 0 : _bias.Int32[_bias.Offset + channel]) - Lanes.Offset;
        long multiplier = _scales.Multipliers[channel];
        int shift = multiplier == 0 ? 1 : -_scales.Shifts[channel];
        long half = (2L * _outputZeroPoint + 1) << (shift - 1);
        long min = _min;
        long max = _max;

        // Where nothing below the zero point is stored, sums that are not positive need no more arithmetic.
        long floor = min >= _outputZeroPoint ? 0 : long.MinValue;
        int groupStep = Lanes.Count * _stride;
        int planeStep = _lineStride * _pitch;
        int length = _length;
        int step = _outputStep;
        int step2 = 2 * step;
        int step3 = 3 * step;
        int line = _planeStart;
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
                    for (int t = weights.Length - 3; t >= 0; t -= 3)
                    {
                        sums = sums + weights[t] * plane[q + offsets[t]] + weights[t + 1] * plane[q + offsets[t + 1]]
                            + weights[t + 2] * plane[q + offsets[t + 2]];
                    }
                }

                // Lanes behind the end of the line are written where lane 0 then writes.
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

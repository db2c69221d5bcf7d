// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;
using Padding = TinyInterp.Writer.Padding;

namespace TinyInterp.Tests.Kernels.Neural;

/// <summary>
/// Convolutions and pools of random shapes (batches, single cells, windows larger than the input, strides and dilations that differ
/// along height and width, groups, depth multipliers, computed filters and biases, odd numbers of int4 weights) against plain loops.
/// </summary>
public class WindowTests
{
    [Theory]
    [InlineData(TensorType.Int8, TensorType.Int8)]
    [InlineData(TensorType.Int8, TensorType.Int4)]
    [InlineData(TensorType.Int16, TensorType.Int8)]
    public void A_convolution_is_the_sum_of_its_definition(TensorType type, TensorType weightType)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Draw draw = new Draw(seed);
            Shape s = new Shape(draw, isDilated: true);
            int groups = draw.Int(1, 3);
            int filterDepth = draw.Int(1, 6);
            int depth = groups * filterDepth;
            int filters = groups * draw.Int(1, 3);
            int biasKind = draw.Int(0, type == TensorType.Int16 ? 3 : 1);
            TensorType biasType = biasKind == 2 || biasKind == 3 ? TensorType.Int64 : TensorType.Int32;
            bool isWide = biasType == TensorType.Int64 && type == TensorType.Int16;
            Weights weights = new Weights(
                draw, type, weightType, new[] { filters, s.FilterHeight, s.FilterWidth, filterDepth }, 0, filters, s.Taps * filterDepth,
                biasKind % 2 == 1 ? biasType : null);

            long[] got = weights.Node(draw, s, depth, out long[] input).Run(
                BuiltinOperator.Conv2D,
                Options.Conv2D(
                    s.Padding, s.StrideWidth, s.StrideHeight, weights.Activation, s.DilationWidth, s.DilationHeight,
                    isWide ? TensorType.Float32 : TensorType.Int32),
                type, new[] { s.Batches, s.OutputHeight, s.OutputWidth, filters }, weights.Output);

            int perGroup = filters / groups;
            Check(
                seed, got, weights.Finish(isWide, s, filters, (o, b, y, x) =>
                    s.Sum(input, depth, weights, b, y, x, o / perGroup * filterDepth, filterDepth, (i, j, c) =>
                        ((o * s.FilterHeight + i) * s.FilterWidth + j) * filterDepth + c)));
        }
    }

    [Theory]
    [InlineData(TensorType.Int8, TensorType.Int8)]
    [InlineData(TensorType.Int8, TensorType.Int4)]
    [InlineData(TensorType.Int16, TensorType.Int8)]
    public void A_depthwise_convolution_is_the_sum_of_its_definition(TensorType type, TensorType weightType)
    {
        for (int seed = 0; seed < 120; seed++)
        {
            Draw draw = new Draw(seed);
            Shape s = new Shape(draw, isDilated: true);
            int depth = draw.Int(1, 4);
            int multiplier = draw.Int(1, 3);
            int filters = depth * multiplier;
            TensorType biasType = type == TensorType.Int16 && !draw.OneIn(3) ? TensorType.Int64 : TensorType.Int32;
            Weights weights = new Weights(
                draw, type, weightType, new[] { 1, s.FilterHeight, s.FilterWidth, filters }, 3, filters, s.Taps, draw.OneIn(3) ? null : biasType);

            long[] got = weights.Node(draw, s, depth, out long[] input).Run(
                BuiltinOperator.DepthwiseConv2D,
                Options.DepthwiseConv2D(
                    s.Padding, s.StrideWidth, s.StrideHeight, multiplier, weights.Activation, s.DilationWidth, s.DilationHeight),
                type, new[] { s.Batches, s.OutputHeight, s.OutputWidth, filters }, weights.Output);

            Check(
                seed, got, weights.Finish(type == TensorType.Int16, s, filters, (o, b, y, x) =>
                    s.Sum(input, depth, weights, b, y, x, o / multiplier, 1, (i, j, c) => (i * s.FilterWidth + j) * filters + o)));
        }
    }

    /// <summary>
    /// 32 taps of 127 and inputs at 255 steps from the zero point are the most that three sums in a word can hold; 49 taps are too many.
    /// </summary>
    [Theory]
    [InlineData(4, 8, -128)]
    [InlineData(4, 8, 127)]
    [InlineData(7, 7, -128)]
    [InlineData(7, 7, 127)]
    public void Depthwise_sums_at_the_edge_of_a_lane_are_exact(int filterHeight, int filterWidth, int zeroPoint)
    {
        const int Size = 12;

        // Nine rows at the far end of the range, where whole windows fit, then a mixture.
        long[] input = Enumerable.Range(0, Size * Size)
            .Select(i => (i < 9 * Size || i / 17 % 2 == 0) == (zeroPoint < 0) || (i > 10 * Size && i % 5 == 0) ? 127L : -128L).ToArray();
        foreach (int weight in new[] { 127, -127 })
        {
            long[] filter = Enumerable.Repeat((long)weight, filterHeight * filterWidth).ToArray();
            int height = Size - filterHeight + 1;
            int width = Size - filterWidth + 1;
            float outputScale = filterHeight * filterWidth * 127f;
            long[] got = new NeuralNode()
                .Input(TensorType.Int8, new[] { 1, Size, Size, 1 }, input, QuantizationDef.PerTensor(0.5f, zeroPoint))
                .Input(TensorType.Int8, new[] { 1, filterHeight, filterWidth, 1 }, filter, QuantizationDef.PerTensor(1f, 0), true)
                .Run(
                    BuiltinOperator.DepthwiseConv2D, Options.DepthwiseConv2D(Padding.Valid, 1, 1, 1), TensorType.Int8,
                    new[] { 1, height, width, 1 }, QuantizationDef.PerTensor(outputScale, 0));

            for (int at = 0; at < got.Length; at++)
            {
                long sum = 0;
                for (int t = 0; t < filter.Length; t++)
                {
                    sum += (input[(at / width + t / filterWidth) * Size + at % width + t % filterWidth] - zeroPoint) * weight;
                }

                Assert.Equal(Math.Clamp(Requantisation.Apply(sum, 0.5 / outputScale, false), -128, 127), got[at]);
            }
        }
    }

    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.Int16)]
    public void A_transposed_convolution_spreads_each_cell_over_a_window(TensorType type)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            // The shape is that of the convolution which leads back from the output.
            Draw draw = new Draw(seed);
            Shape s = new Shape(draw, isDilated: false);
            int depth = draw.Int(1, 19);
            int filters = draw.Int(1, 4);
            TensorType biasType = type == TensorType.Int8
                ? TensorType.Int32
                : draw.Int(0, 2) switch { 0 => TensorType.Int16, 1 => TensorType.Int32, _ => TensorType.Int64 };
            Weights weights = new Weights(
                draw, type, TensorType.Int8, new[] { filters, s.FilterHeight, s.FilterWidth, depth }, 0, filters, s.Taps * depth,
                draw.OneIn(3) ? null : biasType);
            long[] input = draw.Values(type, s.Batches * s.OutputHeight * s.OutputWidth * depth);
            int[] shape = { s.Batches, s.Height, s.Width, filters };
            NeuralNode node = new NeuralNode()
                .Input(TensorType.Int32, new[] { 4 }, shape.Select(size => (long)size).ToArray(), null, draw.OneIn(2));
            weights.AddFilter(node);
            node.Input(type, new[] { s.Batches, s.OutputHeight, s.OutputWidth, depth }, input, weights.InputQuantization);
            weights.AddBias(node);

            long[] got = node.Run(
                BuiltinOperator.TransposeConv, Options.TransposeConv(s.Padding, s.StrideWidth, s.StrideHeight, weights.Activation),
                type, shape, weights.Output);

            long[] sums = new long[got.Length];
            for (int cell = 0; cell < input.Length / depth; cell++)
            {
                int b = cell / s.OutputWidth / s.OutputHeight;
                int top = cell / s.OutputWidth % s.OutputHeight * s.StrideHeight - s.Top;
                int left = cell % s.OutputWidth * s.StrideWidth - s.Left;
                for (int w = 0; w < weights.Filter.Length; w++)
                {
                    int y = top + w / depth / s.FilterWidth % s.FilterHeight;
                    int x = left + w / depth % s.FilterWidth;
                    if (y >= 0 && y < s.Height && x >= 0 && x < s.Width)
                    {
                        int o = w / depth / s.FilterWidth / s.FilterHeight;
                        sums[((b * s.Height + y) * s.Width + x) * filters + o]
                            += (input[cell * depth + w % depth] - weights.InputZeroPoint) * weights.Filter[w];
                    }
                }
            }

            Check(seed, got, sums.Select((sum, i) => weights.Finish(type == TensorType.Int16, i % filters, sum)).ToArray());
        }
    }

    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.Int16)]
    public void Pools_take_the_cells_that_lie_in_the_input(TensorType type)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Draw draw = new Draw(seed);
            Shape s = new Shape(draw, isDilated: false);
            int depth = draw.Int(1, 5);
            float scale = draw.Scale(type == TensorType.Int8 ? 0.1 : 0.0005);
            long zeroPoint = draw.ZeroPoint(type);
            Activation activation = draw.Activation();
            long[] input = draw.Values(type, s.Batches * s.Height * s.Width * depth);
            QuantizationDef quantization = QuantizationDef.PerTensor(scale, zeroPoint);
            int[] shape = { s.Batches, s.OutputHeight, s.OutputWidth, depth };
            long[] Run(BuiltinOperator code) => new NeuralNode()
                .Input(type, new[] { s.Batches, s.Height, s.Width, depth }, input, quantization)
                .Run(
                    code, Options.Pool2D(s.Padding, s.StrideWidth, s.StrideHeight, s.FilterWidth, s.FilterHeight, activation), type, shape, quantization);

            long[][] cells = s.Positions(depth).Select(p => s.Cells(p.B, p.Y, p.X, depth, p.C).Select(cell => input[cell.Place]).ToArray()).ToArray();
            long Clamped(long value) => Requantisation.Clamp(value, type, activation, scale, zeroPoint);
            Check(seed, Run(BuiltinOperator.MaxPool2D), cells.Select(c => Clamped(c.Max())).ToArray());
            Check(
                seed, Run(BuiltinOperator.AveragePool2D),
                cells.Select(c => Clamped((long)Math.Round((decimal)c.Sum() / c.Length, MidpointRounding.AwayFromZero))).ToArray());
        }
    }

    private static void Check(int seed, long[] got, long[] expected)
    {
        Assert.True(expected.SequenceEqual(got), "seed " + seed + ": " + string.Join(' ', got) + " is not " + string.Join(' ', expected));
    }

    /// <summary>A window on an input, with everything that decides which cells it sees.</summary>
    private sealed class Shape
    {
        internal Shape(Draw draw, bool isDilated)
        {
            Batches = draw.Int(1, 2);
            Height = draw.OneIn(5) ? 1 : draw.Int(1, 11);
            Width = draw.OneIn(5) ? 1 : draw.Int(1, 14);
            FilterHeight = draw.OneIn(2) ? 3 : draw.Int(1, 5);
            FilterWidth = draw.OneIn(2) ? 3 : draw.Int(1, 5);
            StrideHeight = draw.Int(1, 3);
            StrideWidth = draw.OneIn(2) ? 1 : draw.Int(1, 3);
            DilationHeight = isDilated ? draw.Int(1, 3) : 1;
            DilationWidth = isDilated ? draw.Int(1, 3) : 1;
            int windowHeight = (FilterHeight - 1) * DilationHeight + 1;
            int windowWidth = (FilterWidth - 1) * DilationWidth + 1;
            Padding = windowHeight > Height || windowWidth > Width || draw.OneIn(2) ? Padding.Same : Padding.Valid;
            OutputHeight = Positions(Height, windowHeight, StrideHeight);
            OutputWidth = Positions(Width, windowWidth, StrideWidth);
            Top = Math.Max(0, (OutputHeight - 1) * StrideHeight + windowHeight - Height) / 2;
            Left = Math.Max(0, (OutputWidth - 1) * StrideWidth + windowWidth - Width) / 2;
        }

        internal int Batches { get; }

        internal int Height { get; }

        internal int Width { get; }

        internal int FilterHeight { get; }

        internal int FilterWidth { get; }

        internal int StrideHeight { get; }

        internal int StrideWidth { get; }

        internal int DilationHeight { get; }

        internal int DilationWidth { get; }

        internal Padding Padding { get; }

        internal int OutputHeight { get; }

        internal int OutputWidth { get; }

        internal int Top { get; }

        internal int Left { get; }

        internal int Taps => FilterHeight * FilterWidth;

        /// <summary>Every element of an output in row-major order.</summary>
        internal IEnumerable<(int B, int Y, int X, int C)> Positions(int channels)
        {
            return Enumerable.Range(0, Batches * OutputHeight * OutputWidth * channels).Select(i => (
                i / channels / OutputWidth / OutputHeight, i / channels / OutputWidth % OutputHeight, i / channels % OutputWidth, i % channels));
        }

        /// <summary>The cells of a channel that a window sees, with their taps.</summary>
        internal IEnumerable<(int I, int J, int Place)> Cells(int b, int y, int x, int depth, int channel)
        {
            for (int i = 0; i < FilterHeight; i++)
            {
                for (int j = 0; j < FilterWidth; j++)
                {
                    int row = y * StrideHeight + i * DilationHeight - Top;
                    int column = x * StrideWidth + j * DilationWidth - Left;
                    if (row >= 0 && row < Height && column >= 0 && column < Width)
                    {
                        yield return (i, j, ((b * Height + row) * Width + column) * depth + channel);
                    }
                }
            }
        }

        internal long Sum(
            long[] input, int depth, Weights weights, int b, int y, int x, int first, int channels, Func<int, int, int, int> place)
        {
            return Enumerable.Range(0, channels).Sum(c => Cells(b, y, x, depth, first + c)
                .Sum(cell => (input[cell.Place] - weights.InputZeroPoint) * weights.Filter[place(cell.I, cell.J, c)]));
        }

        private int Positions(int size, int window, int stride)
        {
            return Padding == Padding.Same ? (size + stride - 1) / stride : (size - window) / stride + 1;
        }
    }

    /// <summary>Filter, bias and all quantisation of a weighted sum; what is constant and what another node could compute.</summary>
    private sealed class Weights
    {
        private readonly TensorType _type;
        private readonly TensorType _weightType;
        private readonly int[] _shape;
        private readonly float[] _scales;
        private readonly QuantizationDef _filterQuantization;
        private readonly bool _isConstant;
        private readonly TensorType? _biasType;
        private readonly long[] _bias;
        private readonly bool _isBiasConstant;
        private readonly float _inputScale;
        private readonly float _outputScale;
        private readonly long _outputZeroPoint;

        internal Weights(
            Draw draw, TensorType type, TensorType weightType, int[] shape, int channelDimension, int channels, int terms, TensorType? biasType)
        {
            _type = type;
            _weightType = weightType;
            _shape = shape;
            _biasType = biasType;
            Filter = draw.Values(weightType, shape.Aggregate(1, (a, b) => a * b));
            _bias = draw.Values(biasType == TensorType.Int16 ? TensorType.Int16 : TensorType.Int32, channels);
            _isConstant = weightType == TensorType.Int4 || !draw.OneIn(4);
            _isBiasConstant = !draw.OneIn(4);
            _scales = draw.OneIn(3) ? draw.Scales(0.01, 1) : draw.Scales(0.01, channels);
            _filterQuantization = _scales.Length == 1
                ? QuantizationDef.PerTensor(_scales[0], 0)
                : QuantizationDef.PerChannel(_scales, channelDimension, new long[channels]);
            _inputScale = draw.Scale(0.1);
            InputZeroPoint = draw.ZeroPoint(type);

            // Outputs that use their range: a random sum is about as large as a term times the root of their number.
            _outputScale = draw.Scale(_inputScale * 0.01 * Math.Sqrt(terms) * (weightType == TensorType.Int4 ? 8 : 128) * 2);
            _outputZeroPoint = draw.ZeroPoint(type);
            Activation = draw.Activation();
        }

        internal long[] Filter { get; }

        internal long InputZeroPoint { get; }

        internal Activation Activation { get; }

        internal QuantizationDef InputQuantization => QuantizationDef.PerTensor(_inputScale, InputZeroPoint);

        internal QuantizationDef Output => QuantizationDef.PerTensor(_outputScale, _outputZeroPoint);

        internal NeuralNode Node(Draw draw, Shape s, int depth, out long[] input)
        {
            input = draw.Values(_type, s.Batches * s.Height * s.Width * depth);
            NeuralNode node = new NeuralNode().Input(_type, new[] { s.Batches, s.Height, s.Width, depth }, input, InputQuantization);
            AddFilter(node);
            AddBias(node);
            return node;
        }

        internal void AddFilter(NeuralNode node)
        {
            node.Input(_weightType, _shape, Filter, _filterQuantization, _isConstant);
        }

        internal void AddBias(NeuralNode node)
        {
            if (_biasType != null)
            {
                node.Input(_biasType.Value, new[] { _bias.Length }, _bias, null, _isBiasConstant);
            }
        }

        internal long Finish(bool isWide, int channel, long sum)
        {
            double factor = (double)_inputScale * _scales[_scales.Length == 1 ? 0 : channel] / _outputScale;
            long value = Requantisation.Apply(sum + (_biasType == null ? 0 : _bias[channel]), factor, isWide) + _outputZeroPoint;
            return Requantisation.Clamp(value, _type, Activation, _outputScale, _outputZeroPoint);
        }

        internal long[] Finish(bool isWide, Shape s, int channels, Func<int, int, int, int, long> sum)
        {
            return s.Positions(channels).Select(p => Finish(isWide, p.C, sum(p.C, p.B, p.Y, p.X))).ToArray();
        }
    }
}

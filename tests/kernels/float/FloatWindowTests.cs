// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;
using Padding = TinyInterp.Writer.Padding;

namespace TinyInterp.Tests.Kernels.Float;

/// <summary>Convolutions and resizing in the forms that golden cases leave out, against plain loops.</summary>
public class FloatWindowTests
{
    [Fact]
    public void Weights_stay_in_the_model_unless_the_budget_has_room_for_a_copy()
    {
        const int Channels = 8, WeightBytes = 4 * Channels * 3 * 3 * Channels;
        ModelBuilder builder = new ModelBuilder();
        int input = builder.Input("input", TensorType.Float32, [1, 5, 5, Channels]);
        int weights = builder.Constant("weights", [Channels, 3, 3, Channels], FloatNode.Random(1, Channels, 3, 3, Channels));
        int output = builder.Tensor("output", TensorType.Float32, [1, 5, 5, Channels]);
        builder.Operator(BuiltinOperator.Conv2D, Options.Conv2D(Padding.Same, 1, 1), [input, weights, -1], [output]);
        builder.Output(output);
        byte[] model = builder.Build();
        long lean = new ModelDiagnosis(ModelVerifier.Verify(model), new OpResolver().AddAll()).LeanBytes;

        Assert.InRange(lean, 0, 2 * 4 * 5 * 5 * Channels);
        Assert.Equal(lean, UsedBytes(model, lean + WeightBytes - 1));
        Assert.Equal(lean + WeightBytes, UsedBytes(model, lean + WeightBytes));
    }

    [Theory]
    [InlineData(Padding.Same, 1, 2, 1)]
    [InlineData(Padding.Same, 2, 1, 3)]
    [InlineData(Padding.Valid, 1, 2, 3)]
    [InlineData(Padding.Valid, 2, 1, 1)]
    public void Strides_dilations_and_groups_reach_the_right_cells(Padding padding, int stride, int dilation, int groups)
    {
        const int Height = 9, Width = 8, Depth = 3, Filter = 3, Filters = 6, Batches = 2;
        int filterDepth = Depth / groups;
        int outHeight = Size(padding, Height, Filter, stride, dilation, out int top);
        int outWidth = Size(padding, Width, 2, stride, dilation, out int left);
        float[] input = FloatNode.Random(1, Batches, Height, Width, Depth);
        float[] weights = FloatNode.Random(2, Filters, Filter, 2, filterDepth);
        float[] depthwise = FloatNode.Random(3, 1, Filter, 2, Filters);

        float[] got = new FloatNode(BuiltinOperator.Conv2D, Options.Conv2D(padding, stride, stride, Activation.ReluN1To1, dilation, dilation))
            .Input(new[] { Batches, Height, Width, Depth }, input).Constant(new[] { Filters, Filter, 2, filterDepth }, weights).Absent()
            .Output(Batches, outHeight, outWidth, Filters).Run();
        float[] gotDepthwise = new FloatNode(
            BuiltinOperator.DepthwiseConv2D, Options.DepthwiseConv2D(padding, stride, stride, 2, Activation.None, dilation, dilation))
            .Input(new[] { Batches, Height, Width, Depth }, input).Constant(new[] { 1, Filter, 2, Filters }, depthwise)
            .Output(Batches, outHeight, outWidth, Filters).Run();

        for (int at = 0; at < got.Length; at++)
        {
            int o = at % Filters;
            int x = at / Filters % outWidth;
            int y = at / Filters / outWidth % outHeight;
            int b = at / Filters / outWidth / outHeight;
            float sum = 0f;
            float depthwiseSum = 0f;
            for (int i = 0; i < Filter; i++)
            {
                for (int j = 0; j < 2; j++)
                {
                    int row = y * stride + i * dilation - top;
                    int column = x * stride + j * dilation - left;
                    if (row < 0 || row >= Height || column < 0 || column >= Width)
                    {
                        continue;
                    }

                    int cell = ((b * Height + row) * Width + column) * Depth;
                    depthwiseSum += input[cell + o / 2] * depthwise[(i * 2 + j) * Filters + o];
                    for (int c = 0; c < filterDepth; c++)
                    {
                        sum += input[cell + o / (Filters / groups) * filterDepth + c] * weights[((o * Filter + i) * 2 + j) * filterDepth + c];
                    }
                }
            }

            Assert.Equal(Math.Clamp(sum, -1f, 1f), got[at]);
            Assert.Equal(depthwiseSum, gotDepthwise[at]);
        }
    }

    [Theory]
    [InlineData(Padding.Same, 7, 2)]
    [InlineData(Padding.Valid, 10, 2)]
    [InlineData(Padding.Same, 4, 1)]
    public void A_transposed_convolution_spreads_each_cell(Padding padding, int outSize, int stride)
    {
        const int Filter = 3, Depth = 2, Filters = 3, Batches = 2;
        int size = Size(padding, outSize, Filter, stride, 1, out int top);
        float[] input = FloatNode.Random(4, Batches, size, size, Depth);
        float[] weights = FloatNode.Random(5, Filters, Filter, Filter, Depth);
        float[] bias = FloatNode.Random(6, Filters);
        float[] expected = new float[Batches * outSize * outSize * Filters];
        for (int cell = 0; cell < Batches * size * size; cell++)
        {
            for (int tap = 0; tap < Filter * Filter; tap++)
            {
                int row = cell / size % size * stride + tap / Filter - top;
                int column = cell % size * stride + tap % Filter - top;
                if (row < 0 || row >= outSize || column < 0 || column >= outSize)
                {
                    continue;
                }

                for (int o = 0; o < Filters; o++)
                {
                    int at = ((cell / size / size * outSize + row) * outSize + column) * Filters + o;
                    for (int c = 0; c < Depth; c++)
                    {
                        expected[at] += input[cell * Depth + c] * weights[(o * Filter * Filter + tap) * Depth + c];
                    }
                }
            }
        }

        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = Math.Max(expected[i] + bias[i % Filters], 0f);
        }

        Assert.Equal(expected, new FloatNode(BuiltinOperator.TransposeConv, Options.TransposeConv(padding, stride, stride, Activation.Relu))
            .Constant(new[] { 4 }, Batches, outSize, outSize, Filters).Constant(new[] { Filters, Filter, Filter, Depth }, weights)
            .Input(new[] { Batches, size, size, Depth }, input).Constant(new[] { Filters }, bias)
            .Output(Batches, outSize, outSize, Filters).Run());
    }

    [Fact]
    public void Shapes_and_options_that_do_not_fit_are_refused()
    {
        float[] image = new float[16];
        new FloatNode(BuiltinOperator.Conv2D, Options.Conv2D(Padding.Valid, 1, 1))
            .Input(new[] { 1, 2, 2, 4 }, image).Constant(new[] { 4, 1, 1, 3 }, new float[12]).Output(1, 2, 2, 4).MustBeRefused(ErrorCode.ShapeMismatch);
        new FloatNode(BuiltinOperator.Conv2D, Options.Conv2D(Padding.Valid, 1, 1))
            .Input(new[] { 1, 2, 2, 4 }, image).Constant(new[] { 4, 1, 1, 4 }, new sbyte[16]).Output(1, 2, 2, 4).MustBeRefused(ErrorCode.TypeMismatch);
        new FloatNode(BuiltinOperator.DepthwiseConv2D, Options.DepthwiseConv2D(Padding.Valid, 1, 1, 1))
            .Input(new[] { 1, 2, 2, 4 }, image).Constant(new[] { 1, 1, 1, 6 }, new float[6]).Output(1, 2, 2, 6).MustBeRefused(ErrorCode.ShapeMismatch);
        new FloatNode(BuiltinOperator.MaxPool2D, Options.Pool2D(Padding.Valid, 0, 1, 1, 1))
            .Input(new[] { 1, 2, 2, 4 }, image).Output(1, 2, 2, 4).MustBeRefused(ErrorCode.OptionInvalid);
        new FloatNode(BuiltinOperator.FullyConnected, Options.FullyConnected())
            .Input(new[] { 16 }, image).Constant(new[] { 2, 3 }, new float[6]).Output(5, 2).MustBeRefused(ErrorCode.ShapeMismatch);
        new FloatNode(BuiltinOperator.ResizeBilinear, Options.ResizeBilinear(true, true))
            .Input(new[] { 1, 2, 2, 4 }, image).Constant(new[] { 2 }, 3, 3).Output(1, 3, 3, 4).MustBeRefused(ErrorCode.OptionInvalid);
        new FloatNode(BuiltinOperator.ResizeBilinear, Options.ResizeBilinear())
            .Input(new[] { 1, 2, 2, 4 }, image).Constant(new[] { 2 }, 3, 3).Output(1, 3, 4, 4).MustBeRefused(ErrorCode.ShapeMismatch);
    }

    [Fact]
    public void Filters_and_rows_may_come_from_other_nodes()
    {
        float[] rows = FloatNode.Random(7, 2, 2, 3);
        float[] weights = FloatNode.Random(8, 2, 3);

        float[] got = new FloatNode(BuiltinOperator.FullyConnected, Options.FullyConnected(keepNumDims: true))
            .Input(new[] { 2, 2, 3 }, rows).Input(new[] { 2, 3 }, weights).Output(2, 2, 2).Run();

        for (int i = 0; i < got.Length; i++)
        {
            int r = i / 2 * 3;
            int w = i % 2 * 3;
            Assert.Equal(rows[r] * weights[w] + rows[r + 1] * weights[w + 1] + rows[r + 2] * weights[w + 2], got[i]);
        }
    }

    private static int Size(Padding padding, int input, int filter, int stride, int dilation, out int before)
    {
        int window = (filter - 1) * dilation + 1;
        int output = padding == Padding.Same ? (input + stride - 1) / stride : (input - window) / stride + 1;
        before = padding == Padding.Same ? Math.Max(((output - 1) * stride + window - input) / 2, 0) : 0;
        return output;
    }

    private static long UsedBytes(byte[] model, long budget)
    {
        TensorArena arena = new TensorArena((int)budget);
        new MicroInterpreter(model, new OpResolver().AddAll(), arena).AllocateTensors();
        return arena.UsedBytes;
    }
}

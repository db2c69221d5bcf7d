// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tests.Runtime;
using TinyInterp.Writer;
using Xunit;
using Padding = TinyInterp.Writer.Padding;

namespace TinyInterp.Tests.Kernels;

/// <summary>
/// Strides, dilations and windows of any size up to 2^31 - 1: a node is refused, or it computes what its formula says in integers
/// without a limit.
/// </summary>
public class HugeWindowTests
{
    private const int Height = 5;
    private const int Width = 4;
    private const int Depth = 3;

    private static readonly int[] _factors =
        [1, 2, 3, 1000, 65536, 65537, 1 << 20, 1 << 28, (1 << 28) + 1, 1 << 29, 1 << 30, 715827883, 0x7FFFFFF0, int.MaxValue - 1, int.MaxValue];

    public static TheoryData<BuiltinOperator, TensorType, bool> Operators()
    {
        TheoryData<BuiltinOperator, TensorType, bool> data = new TheoryData<BuiltinOperator, TensorType, bool>();
        foreach (TensorType type in new[] { TensorType.Int8, TensorType.Int16, TensorType.Float32 })
        {
            foreach (BuiltinOperator code in new[] { BuiltinOperator.Conv2D, BuiltinOperator.DepthwiseConv2D, BuiltinOperator.TransposeConv })
            {
                data.Add(code, type, true);
                data.Add(code, type, false);
            }

            data.Add(BuiltinOperator.MaxPool2D, type, true);
            data.Add(BuiltinOperator.AveragePool2D, type, true);
        }

        data.Add(BuiltinOperator.L2Pool2D, TensorType.Float32, true);
        return data;
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void A_huge_stride_dilation_or_window_is_refused_or_means_what_it_says(BuiltinOperator code, TensorType type, bool isConstant)
    {
        int run = 0;
        foreach (int first in _factors)
        {
            foreach (int second in _factors)
            {
                foreach (Padding padding in new[] { Padding.Same, Padding.Valid })
                {
                    bool isPool = code is BuiltinOperator.MaxPool2D or BuiltinOperator.AveragePool2D or BuiltinOperator.L2Pool2D;
                    Case[] cases = isPool || code == BuiltinOperator.TransposeConv
                        ?
                        [
                            new Case(padding, 1, first, 1, 1, isPool ? 1 : 2, isPool ? second : 3),
                            new Case(padding, first, 1, 1, 1, isPool ? second : 3, isPool ? 1 : 2),
                        ]
                        :
                        [
                            new Case(padding, 1, first, 1, second, 1, 2), new Case(padding, first, 1, second, 1, 2, 1),
                            new Case(padding, 1, first, 1, second, 3, 3), new Case(padding, first, first, second, second, 3, 3),
                            new Case(padding, first, 1, second, 1, 1, 1),
                        ];
                    run += cases.Count(each => Passes(code, type, isConstant, each));
                }
            }
        }

        Assert.True(run > 100, "only " + run + " nodes ran");
    }

    /// <summary>Whether the node ran, and then rightly.</summary>
    private static bool Passes(BuiltinOperator code, TensorType type, bool isConstant, Case huge)
    {
        int outputHeight = OutputSize(huge.Padding, Height, huge.FilterHeight, huge.StrideHeight, huge.DilationHeight);
        int outputWidth = OutputSize(huge.Padding, Width, huge.FilterWidth, huge.StrideWidth, huge.DilationWidth);
        bool isFit = outputHeight > 0 && outputWidth > 0;
        int[] small = [1, Math.Max(outputHeight, 1), Math.Max(outputWidth, 1), Depth];
        int[] large = [1, Height, Width, Depth];
        bool isTransposed = code == BuiltinOperator.TransposeConv;
        int[] shape = isTransposed ? large : small;
        Node node = new Node(code, type, isConstant, huge, isTransposed ? small : large, shape);
        long[] result;
        try
        {
            result = node.Run();
        }
        catch (ModelException e)
        {
            bool isModest = isFit && Math.Max(Span(huge.FilterHeight, huge.DilationHeight) * Width, Span(huge.FilterWidth, huge.DilationWidth)) * Depth < 1 << 29;
            Assert.False(isModest && !isTransposed, code + " " + type + " " + huge + ": " + e.Message);
            return false;
        }

        Assert.True(isFit || isTransposed, code + " " + type + " " + huge + " has no output and ran");
        long[] expected = Enumerable.Range(0, result.Length).Select(i => node.Expected(i / Depth / shape[2], i / Depth % shape[2], i % Depth)).ToArray();
        Assert.True(expected.SequenceEqual(result), code + " " + type + " " + huge + ": " + string.Join(",", result) + " instead of " + string.Join(",", expected));
        return true;
    }

    private static long Span(int filter, int dilation)
    {
        return (filter - 1L) * dilation + 1;
    }

    private static int OutputSize(Padding padding, int input, int filter, int stride, int dilation)
    {
        long starts = padding == Padding.Same ? input : input - Span(filter, dilation) + 1;
        return starts <= 0 ? 0 : (int)((starts + stride - 1) / stride);
    }

    private readonly record struct Case(
        Padding Padding, int StrideHeight, int StrideWidth, int DilationHeight, int DilationWidth, int FilterHeight, int FilterWidth);

    /// <summary>One node whose scales are 1, whose weights are small, and whose sums therefore are its outputs.</summary>
    private sealed class Node(BuiltinOperator code, TensorType type, bool isConstant, Case window, int[] inputShape, int[] outputShape)
    {
        private readonly bool _isTransposed = code == BuiltinOperator.TransposeConv;

        private bool IsPool => code is BuiltinOperator.MaxPool2D or BuiltinOperator.AveragePool2D or BuiltinOperator.L2Pool2D;

        private bool IsDepthwise => IsPool || code == BuiltinOperator.DepthwiseConv2D;

        public long[] Run()
        {
            ModelBuilder builder = new ModelBuilder();
            QuantizationDef? one = type == TensorType.Float32 ? null : QuantizationDef.PerTensor(1f, 0);
            int x = builder.Input("x", type, inputShape, one);
            List<int> inputs = [x];
            TensorType filterType = type == TensorType.Float32 ? type : TensorType.Int8;
            int[] filterShape = [IsDepthwise ? 1 : Depth, window.FilterHeight, window.FilterWidth, Depth];
            long[]? weights = IsPool ? null : Enumerable.Range(0, filterShape.Aggregate((a, b) => a * b)).Select(i => Weight(filterShape, i)).ToArray();
            if (!IsPool)
            {
                QuantizationDef? quantization = filterType == TensorType.Int8 ? QuantizationDef.PerTensor(1f, 0) : null;
                inputs.Add(isConstant
                    ? builder.Constant("w", filterType, filterShape, Bytes(filterType, weights!), quantization)
                    : builder.Input("w", filterType, filterShape, quantization));
            }

            if (_isTransposed)
            {
                inputs = [builder.Constant("shape", [4], outputShape), inputs[1], x];
            }

            int y = builder.Tensor("y", type, outputShape, one);
            builder.Operator(code, NodeOptions(), inputs.ToArray(), [y]);
            builder.Output(y);
            MicroInterpreter interpreter = Running.Load(builder, new OpResolver().AddAll(), new TensorArena(1 << 20));
            Set(interpreter.Input(0), Enumerable.Range(0, interpreter.Input(0).ElementCount).Select(Data).ToArray());
            if (!IsPool && !isConstant)
            {
                Set(interpreter.Input(1), weights!);
            }

            interpreter.Invoke();
            Tensor output = interpreter.Output(0);
            return Enumerable.Range(0, output.ElementCount).Select(i => (long)Math.Round(output.GetReal(i))).ToArray();
        }

        /// <summary>The output by its definition, every coordinate in 64 bits.</summary>
        public long Expected(int y, int x, int o)
        {
            int[] near = _isTransposed ? outputShape : inputShape;
            int[] far = _isTransposed ? inputShape : outputShape;
            long top = Before(near[1], OutputSize(window.Padding, near[1], window.FilterHeight, window.StrideHeight, window.DilationHeight), window.FilterHeight, window.StrideHeight, window.DilationHeight);
            long left = Before(near[2], OutputSize(window.Padding, near[2], window.FilterWidth, window.StrideWidth, window.DilationWidth), window.FilterWidth, window.StrideWidth, window.DilationWidth);
            List<long> cells = [];
            long sum = 0;
            for (int r = 0; r < inputShape[1]; r++)
            {
                for (int s = 0; s < inputShape[2]; s++)
                {
                    // The tap that joins input cell (r, s) to output cell (y, x), if there is one.
                    long down = _isTransposed ? y + top - (long)r * window.StrideHeight : r + top - (long)y * window.StrideHeight;
                    long right = _isTransposed ? x + left - (long)s * window.StrideWidth : s + left - (long)x * window.StrideWidth;
                    if (down < 0 || right < 0 || down % window.DilationHeight != 0 || right % window.DilationWidth != 0
                        || down / window.DilationHeight >= window.FilterHeight || right / window.DilationWidth >= window.FilterWidth)
                    {
                        continue;
                    }

                    int at = (r * inputShape[2] + s) * Depth;
                    cells.Add(Data(at + o));
                    for (int c = 0; c < Depth && !IsPool; c++)
                    {
                        if (!IsDepthwise || c == o)
                        {
                            long tap = down / window.DilationHeight * window.FilterWidth + right / window.DilationWidth;
                            sum += Data(at + c) * WeightOf(IsDepthwise ? 0 : o, tap, c);
                        }
                    }
                }
            }

            Assert.True(far.Length == 4 && (cells.Count != 0 || !IsPool));
            long limit = type == TensorType.Int8 ? 127 : 32767;
            return code switch
            {
                BuiltinOperator.MaxPool2D => cells.Max(),
                BuiltinOperator.AveragePool2D => (long)Math.Round(cells.Average(), type == TensorType.Float32 ? MidpointRounding.ToEven : MidpointRounding.AwayFromZero),
                BuiltinOperator.L2Pool2D => (long)Math.Round(Math.Sqrt(cells.Average(cell => (double)(cell * cell)))),
                _ => type == TensorType.Float32 ? sum : Math.Clamp(sum, -limit - 1, limit),
            };
        }

        private OptionsTable NodeOptions()
        {
            return code switch
            {
                BuiltinOperator.Conv2D => Options.Conv2D(
                    window.Padding, window.StrideWidth, window.StrideHeight, dilationW: window.DilationWidth, dilationH: window.DilationHeight),
                BuiltinOperator.DepthwiseConv2D => Options.DepthwiseConv2D(
                    window.Padding, window.StrideWidth, window.StrideHeight, 1, dilationW: window.DilationWidth, dilationH: window.DilationHeight),
                BuiltinOperator.TransposeConv => Options.TransposeConv(window.Padding, window.StrideWidth, window.StrideHeight),
                _ => Options.Pool2D(window.Padding, window.StrideWidth, window.StrideHeight, window.FilterWidth, window.FilterHeight),
            };
        }

        private static long Before(int input, long output, int filter, int stride, int dilation)
        {
            return Math.Max(0, ((output - 1) * stride + Span(filter, dilation) - input) / 2);
        }

        private static long Data(int i)
        {
            return i * 7 % 11 - 5;
        }

        private static long Weight(int[] shape, int i)
        {
            return WeightOf(i / (shape[1] * shape[2] * Depth), i / Depth % (shape[1] * shape[2]), i % Depth);
        }

        private static long WeightOf(int filter, long tap, int channel)
        {
            return (filter * 5 + tap * 3 + channel) % 4 - 1;
        }

        private static void Set(Tensor tensor, long[] values)
        {
            for (int i = 0; i < values.Length; i++)
            {
                tensor.SetReal(i, values[i]);
            }
        }

        private static byte[] Bytes(TensorType type, long[] values)
        {
            return type == TensorType.Float32
                ? values.SelectMany(value => BitConverter.GetBytes((float)value)).ToArray()
                : values.Select(value => (byte)value).ToArray();
        }
    }
}

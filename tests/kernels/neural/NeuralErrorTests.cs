// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;
using Padding = TinyInterp.Writer.Padding;

namespace TinyInterp.Tests.Kernels.Neural;

/// <summary>What convolutions, pools and matrix products refuse, each a valid node but for one thing.</summary>
public class NeuralErrorTests
{
    private static readonly QuantizationDef _half = QuantizationDef.PerTensor(0.5f, 0);

    [Fact]
    public void The_nodes_that_the_others_spoil_are_valid()
    {
        Assert.Equal(2 * 4 * 4 * 6, new Depthwise().Run().Length);
        Assert.Equal(2 * 4 * 4 * 6, new Depthwise { Type = TensorType.Int16, BiasType = TensorType.Int64 }.Run().Length);
        Assert.Equal(2 * 8 * 8 * 5, new Transposed().Run().Length);
        Assert.Equal(2 * 2 * 2 * 3, Pool(BuiltinOperator.MaxPool2D).Length);
        Assert.Equal(2 * 3 * 5, MatMul(new[] { 2, 3, 4 }, new[] { 4, 5 }, new[] { 2, 3, 5 }).Length);
    }

    [Fact]
    public void A_depthwise_convolution_refuses_what_does_not_fit()
    {
        Refuses(ErrorCode.ShapeMismatch, new Depthwise { Filter = new[] { 1, 3, 3, 7 }, Output = new[] { 2, 4, 4, 7 }, Channels = 7 });
        Refuses(ErrorCode.ShapeMismatch, new Depthwise { Filter = new[] { 2, 3, 3, 6 } });
        Refuses(ErrorCode.ShapeMismatch, new Depthwise { Output = new[] { 2, 4, 3, 6 } });
        Refuses(ErrorCode.ShapeMismatch, new Depthwise { Output = new[] { 1, 4, 4, 6 } });
        Refuses(ErrorCode.ShapeMismatch, new Depthwise { Channels = 5 });
        Refuses(ErrorCode.RankUnsupported, new Depthwise { Filter = new[] { 3, 3, 6 } });
        Refuses(ErrorCode.TypeUnsupported, new Depthwise { BiasType = TensorType.Int64 });
        Refuses(ErrorCode.TypeUnsupported, new Depthwise { Type = TensorType.Int16, FilterType = TensorType.Int4 });
        Refuses(ErrorCode.TypeUnsupported, new Depthwise { FilterType = TensorType.Int16 });
        Refuses(ErrorCode.TypeMismatch, new Depthwise { OutputType = TensorType.Int16 });
        Refuses(ErrorCode.KernelTypeMissing, new Depthwise { Type = TensorType.Int32, OutputType = TensorType.Int32 });
        Refuses(ErrorCode.QuantizationMissing, new Depthwise { FilterQuantization = null });
        Refuses(ErrorCode.QuantizationUnsupported, new Depthwise { FilterQuantization = QuantizationDef.PerTensor(0.5f, 1) });
        Refuses(
            ErrorCode.QuantizationUnsupported, new Depthwise { FilterQuantization = QuantizationDef.PerChannel(new[] { 1f, 1f, 1f }, 1, new long[3]) });
        Refuses(ErrorCode.QuantizationUnsupported, new Depthwise { Type = TensorType.Int16, BiasType = TensorType.Int64, InputZeroPoint = 1 });
        Refuses(ErrorCode.OptionInvalid, new Depthwise { Options = Options.DepthwiseConv2D(Padding.Same, 0, 1, 2) });
        Refuses(ErrorCode.OptionInvalid, new Depthwise { Options = Options.DepthwiseConv2D(Padding.Same, 1, 1, 2, dilationH: 0) });
        Refuses(ErrorCode.OptionUnsupported, new Depthwise { Options = Options.DepthwiseConv2D((Padding)2, 1, 1, 2) });
        Refuses(ErrorCode.OptionUnsupported, new Depthwise { Options = Options.DepthwiseConv2D(Padding.Same, 1, 1, 2, Activation.Tanh) });
        Refuses(ErrorCode.OptionsMissing, new Depthwise { Options = Options.Conv2D(Padding.Same, 1, 1) });
    }

    [Fact]
    public void A_transposed_convolution_refuses_what_does_not_fit()
    {
        Refuses(ErrorCode.ShapeMismatch, new Transposed { ShapeValues = new long[] { 2, 8, 9, 5 } });
        Refuses(ErrorCode.ShapeMismatch, new Transposed { ShapeValues = new long[] { 2, 8, 8 } });
        Refuses(ErrorCode.ShapeMismatch, new Transposed { Filter = new[] { 5, 3, 3, 2 } });
        Refuses(ErrorCode.ShapeMismatch, new Transposed { Filter = new[] { 4, 3, 3, 3 } });
        Refuses(ErrorCode.TypeUnsupported, new Transposed { ShapeType = TensorType.Int64 });
        Refuses(ErrorCode.TypeUnsupported, new Transposed { BiasType = TensorType.Int16 });
        Refuses(ErrorCode.TypeUnsupported, new Transposed { FilterType = TensorType.Int4 });
        Refuses(ErrorCode.QuantizationUnsupported, new Transposed { FilterQuantization = QuantizationDef.PerTensor(0.5f, -1) });
        Refuses(ErrorCode.OptionInvalid, new Transposed { Options = Options.TransposeConv(Padding.Same, 2, -2) });
        Refuses(ErrorCode.OptionUnsupported, new Transposed { Options = Options.TransposeConv((Padding)3, 2, 2) });
    }

    [Fact]
    public void Pools_refuse_what_does_not_fit()
    {
        foreach (BuiltinOperator code in new[] { BuiltinOperator.AveragePool2D, BuiltinOperator.MaxPool2D })
        {
            Refuses(ErrorCode.QuantizationMismatch, () => Pool(code, output: QuantizationDef.PerTensor(0.25f, 0)));
            Refuses(ErrorCode.QuantizationMismatch, () => Pool(code, output: QuantizationDef.PerTensor(0.5f, 1)));
            Refuses(ErrorCode.OptionInvalid, () => Pool(code, Options.Pool2D(Padding.Valid, 2, 2, 0, 2)));
            Refuses(ErrorCode.ShapeMismatch, () => Pool(code, Options.Pool2D(Padding.Valid, 1, 2, 2, 2)));
            Refuses(ErrorCode.TypeMismatch, () => Pool(code, outputType: TensorType.Int16));
        }
    }

    [Fact]
    public void A_matrix_product_refuses_what_does_not_fit()
    {
        Refuses(ErrorCode.ShapeMismatch, () => MatMul(new[] { 2, 3, 4 }, new[] { 5, 4 }, new[] { 2, 3, 5 }));
        Refuses(ErrorCode.ShapeMismatch, () => MatMul(new[] { 2, 3, 4 }, new[] { 3, 4, 5 }, new[] { 2, 3, 5 }));
        Refuses(ErrorCode.ShapeMismatch, () => MatMul(new[] { 2, 3, 4 }, new[] { 4, 5 }, new[] { 1, 3, 5 }));
        Refuses(ErrorCode.ShapeMismatch, () => MatMul(new[] { 1, 3, 4 }, new[] { 4, 5 }, new[] { 2, 3, 5 }));
        Refuses(ErrorCode.RankUnsupported, () => MatMul(new[] { 2, 3, 4 }, new[] { 4, 5 }, new[] { 6, 5 }));
        Refuses(ErrorCode.RankUnsupported, () => MatMul(new[] { 4 }, new[] { 4, 5 }, new[] { 1, 5 }));
        Refuses(ErrorCode.RankUnsupported, () => MatMul(new[] { 1, 1, 1, 1, 3, 4 }, new[] { 4, 5 }, new[] { 1, 1, 1, 1, 3, 5 }));
        Refuses(ErrorCode.TypeMismatch, () => MatMul(new[] { 3, 4 }, new[] { 4, 5 }, new[] { 3, 5 }, TensorType.Int16));
    }

    private static void Refuses(ErrorCode expected, Depthwise node)
    {
        Refuses(expected, () => node.Run());
    }

    private static void Refuses(ErrorCode expected, Transposed node)
    {
        Refuses(expected, () => node.Run());
    }

    private static void Refuses(ErrorCode expected, System.Func<long[]> run)
    {
        Assert.Equal(expected, Assert.Throws<ModelException>(() => { run(); }).Code);
    }

    private static long[] Zeros(int[] shape)
    {
        return new long[shape.Aggregate(1, (a, b) => a * b)];
    }

    private static long[] Pool(
        BuiltinOperator code, OptionsTable? options = null, QuantizationDef? output = null, TensorType outputType = TensorType.Int8)
    {
        int[] shape = { 2, 4, 4, 3 };
        return new NeuralNode().Input(TensorType.Int8, shape, Zeros(shape), _half)
            .Run(code, options ?? Options.Pool2D(Padding.Valid, 2, 2, 2, 2), outputType, new[] { 2, 2, 2, 3 }, output ?? _half);
    }

    private static long[] MatMul(int[] left, int[] right, int[] output, TensorType rightType = TensorType.Int8)
    {
        return new NeuralNode()
            .Input(TensorType.Int8, left, Zeros(left), _half).Input(rightType, right, Zeros(right), _half)
            .Run(BuiltinOperator.BatchMatMul, Options.BatchMatMul(false, false), TensorType.Int8, output, _half);
    }

    private sealed class Depthwise
    {
        internal TensorType Type { get; init; } = TensorType.Int8;

        internal TensorType FilterType { get; init; } = TensorType.Int8;

        internal TensorType BiasType { get; init; } = TensorType.Int32;

        internal TensorType? OutputType { get; init; }

        internal int[] Filter { get; init; } = { 1, 3, 3, 6 };

        internal int[] Output { get; init; } = { 2, 4, 4, 6 };

        internal int Channels { get; init; } = 6;

        internal long InputZeroPoint { get; init; }

        internal QuantizationDef? FilterQuantization { get; init; } = _half;

        internal OptionsTable Options { get; init; } = TinyInterp.Writer.Options.DepthwiseConv2D(Padding.Same, 1, 1, 2);

        internal long[] Run()
        {
            int[] input = { 2, 4, 4, 3 };
            return new NeuralNode()
                .Input(Type, input, Zeros(input), QuantizationDef.PerTensor(0.5f, InputZeroPoint))
                .Input(FilterType, Filter, Zeros(Filter), FilterQuantization, true)
                .Input(BiasType, new[] { Channels }, new long[Channels], null, true)
                .Run(BuiltinOperator.DepthwiseConv2D, Options, OutputType ?? Type, Output, _half);
        }
    }

    private sealed class Transposed
    {
        internal TensorType ShapeType { get; init; } = TensorType.Int32;

        internal long[] ShapeValues { get; init; } = { 2, 8, 8, 5 };

        internal TensorType FilterType { get; init; } = TensorType.Int8;

        internal TensorType BiasType { get; init; } = TensorType.Int32;

        internal int[] Filter { get; init; } = { 5, 3, 3, 3 };

        internal QuantizationDef? FilterQuantization { get; init; } = _half;

        internal OptionsTable Options { get; init; } = TinyInterp.Writer.Options.TransposeConv(Padding.Same, 2, 2);

        internal long[] Run()
        {
            int[] input = { 2, 4, 4, 3 };
            return new NeuralNode()
                .Input(ShapeType, new[] { ShapeValues.Length }, ShapeValues, null, true)
                .Input(FilterType, Filter, Zeros(Filter), FilterQuantization, true)
                .Input(TensorType.Int8, input, Zeros(input), _half)
                .Input(BiasType, new[] { 5 }, new long[5], null, true)
                .Run(BuiltinOperator.TransposeConv, Options, TensorType.Int8, new[] { 2, 8, 8, 5 }, _half);
        }
    }
}

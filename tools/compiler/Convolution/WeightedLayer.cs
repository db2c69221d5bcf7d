// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Arithmetic;
using TinyInterp.Compiler.Graph;
using TinyInterp.Kernels;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Convolution;

/// <summary>
/// A layer of weighted sums with constant weights, whatever operator it came from: its window, and one sum for each output channel over all taps
/// of the window, zeros where the operator does not connect them.
/// </summary>
public sealed class WeightedLayer
{
    private WeightedLayer(GraphNode node, GraphTensor input, WindowShape window, IReadOnlyList<WeightedSum> sums)
    {
        Node = node;
        Window = window;
        Sums = sums;
        Input = input;
        Output = node.Outputs[0];
    }

    /// <summary>The node.</summary>
    public GraphNode Node { get; }

    /// <summary>How the filter slides.</summary>
    public WindowShape Window { get; }

    /// <summary>The sum of each output channel.</summary>
    public IReadOnlyList<WeightedSum> Sums { get; }

    /// <summary>What is read.</summary>
    public GraphTensor Input { get; }

    /// <summary>What is written.</summary>
    public GraphTensor Output { get; }

    /// <summary>The layer of a node, or null where it is none or not of int8 or int16 with constants.</summary>
    public static WeightedLayer? Of(GraphNode node)
    {
        if (node.Code is not (BuiltinOperator.Conv2D or BuiltinOperator.DepthwiseConv2D or BuiltinOperator.FullyConnected
            or BuiltinOperator.BatchMatMul or BuiltinOperator.TransposeConv))
        {
            return null;
        }

        bool isTransposed = node.Code == BuiltinOperator.TransposeConv;
        GraphTensor input = node.Input(isTransposed ? 2 : 0);
        GraphTensor filter = node.Input(1);
        GraphTensor? bias = node.InputOrNull(isTransposed ? 3 : 2);
        if (input.Type is not (TensorType.Int8 or TensorType.Int16) || input.IsConstant || input.Tensor.IsVariable || !filter.IsConstant || (bias != null && !bias.IsConstant)
            || input.ElementCount == 0 || node.Outputs[0].ElementCount == 0)
        {
            return null;
        }

        WeightedLayer? layer = node.Code switch
        {
            BuiltinOperator.Conv2D => OfConv2D(node, input, filter, bias),
            BuiltinOperator.DepthwiseConv2D => OfDepthwise(node, input, filter, bias),
            BuiltinOperator.BatchMatMul => OfBatchMatMul(node, input, filter),
            BuiltinOperator.TransposeConv => TransposedLayer.Of(node, input, filter, bias),
            _ => OfFullyConnected(node, input, filter, bias),
        };
        if (layer == null || layer.Sums.Any(sum => !sum.IsExact))
        {
            return null;
        }

        // What the clamp leaves of the range makes the certificates of the layers behind tighter.
        layer.Output.Min = layer.Sums.Min(sum => sum.Requantisation.Apply(sum.Low + sum.Bias));
        layer.Output.Max = layer.Sums.Max(sum => sum.Requantisation.Apply(sum.High + sum.Bias));
        return layer;
    }

    private static WeightedLayer OfConv2D(GraphNode node, GraphTensor input, GraphTensor filter, GraphTensor? bias)
    {
        OptionsView options = node.Options();
        WindowShape window = WindowShape.Of(
            input, node.Outputs[0], filter.Shape[1], filter.Shape[2],
            options.Int32(Conv2DOptions.StrideH), options.Int32(Conv2DOptions.StrideW),
            options.Int32(Conv2DOptions.DilationHFactor), options.Int32(Conv2DOptions.DilationWFactor));
        int depth = filter.Shape[3];
        int perGroup = window.OutputDepth / (window.InputDepth / depth);
        node.Macs = (long)node.Outputs[0].ElementCount * window.FilterHeight * window.FilterWidth * depth;
        (int Min, int Max) range = FusedRange.Of(options.SByte(Conv2DOptions.FusedActivationFunction), node.Outputs[0]);
        Requantisation[] requantisations = PerChannel(
            node, range, window.OutputDepth, IsWide(bias, options.SByte(Conv2DOptions.QuantizedBiasType)));
        return New(node, window, input, bias, requantisations, (channel, cell, c) =>
        {
            int inGroup = c - channel / perGroup * depth;
            return inGroup < 0 || inGroup >= depth
                ? 0
                : (int)filter.Tensor.GetInteger((channel * window.FilterHeight * window.FilterWidth + cell) * depth + inGroup);
        });
    }

    private static WeightedLayer OfDepthwise(GraphNode node, GraphTensor input, GraphTensor filter, GraphTensor? bias)
    {
        OptionsView options = node.Options();
        WindowShape window = WindowShape.Of(
            input, node.Outputs[0], filter.Shape[1], filter.Shape[2],
            options.Int32(DepthwiseConv2DOptions.StrideH), options.Int32(DepthwiseConv2DOptions.StrideW),
            options.Int32(DepthwiseConv2DOptions.DilationHFactor), options.Int32(DepthwiseConv2DOptions.DilationWFactor));
        int multiplier = window.OutputDepth / window.InputDepth;
        node.Macs = (long)node.Outputs[0].ElementCount * window.FilterHeight * window.FilterWidth;
        (int Min, int Max) range = FusedRange.Of(options.SByte(DepthwiseConv2DOptions.FusedActivationFunction), node.Outputs[0]);
        Requantisation[] requantisations = PerChannel(node, range, window.OutputDepth, true);
        return New(node, window, input, bias, requantisations, (channel, cell, c) =>
            c == channel / multiplier ? (int)filter.Tensor.GetInteger(cell * window.OutputDepth + channel) : 0);
    }

    private static WeightedLayer OfFullyConnected(GraphNode node, GraphTensor input, GraphTensor filter, GraphTensor? bias)
    {
        int units = filter.Shape[0];
        int depth = filter.Shape[1];
        WindowShape window = new WindowShape { Batches = input.ElementCount / depth, InputDepth = depth, OutputDepth = units };
        node.Macs = (long)window.Batches * filter.ElementCount;
        OptionsView options = node.Options();
        (int Min, int Max) range = FusedRange.Of(options.SByte(FullyConnectedOptions.FusedActivationFunction), node.Outputs[0]);
        bool isWide = IsWide(bias, options.SByte(FullyConnectedOptions.QuantizedBiasType));
        Requantisation[] requantisations;
        int filterZeroPoint = 0;
        if (filter.Tensor.ChannelCount > 1)
        {
            requantisations = PerChannel(node, range, units, isWide);
        }
        else
        {
            // Per tensor, the reference multiplies the scales in single precision and divides in double.
            float product = input.Tensor.Scale * filter.Tensor.Scale;
            Requantisation one = Of((double)product / (double)node.Outputs[0].Tensor.Scale, node.Outputs[0], range, isWide);
            requantisations = Enumerable.Repeat(one, units).ToArray();
            filterZeroPoint = filter.Tensor.ZeroPoint;
        }

        return New(node, window, input, bias, requantisations, (channel, _, c) => (int)filter.Tensor.GetInteger(channel * depth + c) - filterZeroPoint);
    }

    /// <summary>A product with one constant matrix, which is a dense layer without bias whose matrix may be transposed.</summary>
    private static WeightedLayer? OfBatchMatMul(GraphNode node, GraphTensor input, GraphTensor filter)
    {
        OptionsView options = node.Options();
        int depth = input.Shape[^1];
        if (options.Bool(BatchMatMulOptions.AdjX) || filter.ElementCount != filter.Shape[^1] * filter.Shape[^2])
        {
            return null;
        }

        bool isTransposed = options.Bool(BatchMatMulOptions.AdjY);
        int units = filter.ElementCount / depth;
        WindowShape window = new WindowShape { Batches = input.ElementCount / depth, InputDepth = depth, OutputDepth = units };
        node.Macs = (long)window.Batches * filter.ElementCount;
        float product = input.Tensor.Scale * filter.Tensor.Scale;
        GraphTensor output = node.Outputs[0];
        Requantisation one = Of((double)product / (double)output.Tensor.Scale, output, FusedRange.Of(ActivationRange.None, output), true);
        int zeroPoint = filter.Tensor.ZeroPoint;
        return New(node, window, input, null, Enumerable.Repeat(one, units).ToArray(), (channel, _, c) =>
            (int)filter.Tensor.GetInteger(isTransposed ? channel * depth + c : c * units + channel) - zeroPoint);
    }

    /// <summary>Whether sums of int16 inputs have 64 bits: unless the bias has 32.</summary>
    private static bool IsWide(GraphTensor? bias, int biasTypeWithoutBias)
    {
        return (bias == null ? (TensorType)biasTypeWithoutBias : bias.Type) != TensorType.Int32;
    }

    internal static Requantisation[] PerChannel(GraphNode node, (int Min, int Max) range, int channels, bool isWide)
    {
        Tensor input = node.Input(node.Code == BuiltinOperator.TransposeConv ? 2 : 0).Tensor;
        Tensor filter = node.Input(1).Tensor;
        Tensor output = node.Outputs[0].Tensor;
        return Enumerable.Range(0, channels)
            .Select(channel => Of((double)input.Scale * filter.ChannelScale(channel) / output.Scale, node.Outputs[0], range, isWide))
            .ToArray();
    }

    private static Requantisation Of(double factor, GraphTensor output, (int Min, int Max) range, bool isWide)
    {
        int multiplier = QuantizedMultiplier.FromReal(factor, out int shift);
        return new Requantisation(multiplier, shift, output.Tensor.ZeroPoint, range.Min, range.Max, isWide && output.Type == TensorType.Int16);
    }

    internal static WeightedLayer New(
        GraphNode node, WindowShape window, GraphTensor source, GraphTensor? bias, Requantisation[] requantisations, System.Func<int, int, int, int> weight)
    {
        Tensor input = source.Tensor;
        int cells = window.FilterHeight * window.FilterWidth;

        // Padded cells hold the zero point.
        int min = source.Min;
        int max = source.Max;
        if (window.IsPadded)
        {
            min = System.Math.Min(min, input.ZeroPoint);
            max = System.Math.Max(max, input.ZeroPoint);
        }

        WeightedSum[] sums = new WeightedSum[window.OutputDepth];
        System.Threading.Tasks.Parallel.For(0, sums.Length, channel =>
        {
            int[] weights = new int[window.Taps];
            long total = 0;
            for (int cell = 0; cell < cells; cell++)
            {
                for (int c = 0; c < window.InputDepth; c++)
                {
                    int value = weight(channel, cell, c);
                    weights[cell * window.InputDepth + c] = value;
                    total += value;
                }
            }

            long folded = (bias == null ? 0 : bias.Tensor.GetInteger(channel % bias.ElementCount)) - input.ZeroPoint * total;
            sums[channel] = new WeightedSum(channel, weights, folded, min, max, requantisations[channel]);
        });
        return new WeightedLayer(node, source, window, sums);
    }
}

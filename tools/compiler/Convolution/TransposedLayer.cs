// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using TinyInterp.Compiler.Arithmetic;
using TinyInterp.Compiler.Graph;
using TinyInterp.Kernels;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Convolution;

/// <summary>
/// TRANSPOSE_CONV as a convolution. Outputs whose place has the same remainder by the stride, a phase, are a convolution of the input with every stride-th
/// cell of the filter. All phases slide over the same inputs, so a position of the window computes stride × stride outputs: its channels are those of
/// all phases.
/// </summary>
internal static class TransposedLayer
{
    internal static WeightedLayer? Of(GraphNode node, GraphTensor input, GraphTensor filter, GraphTensor? bias)
    {
        OptionsView options = node.Options();
        GraphTensor output = node.Outputs[0];
        if (input.Shape[0] != 1)
        {
            return null;
        }

        int depth = filter.Shape[0];
        int padding = options.SByte(TransposeConvOptions.Padding);
        Axis rows = Axis.Of(input.Shape[1], output.Shape[1], filter.Shape[1], options.Int32(TransposeConvOptions.StrideH), padding);
        Axis columns = Axis.Of(input.Shape[2], output.Shape[2], filter.Shape[2], options.Int32(TransposeConvOptions.StrideW), padding);
        WindowShape window = new WindowShape
        {
            InputHeight = input.Shape[1],
            InputWidth = input.Shape[2],
            InputDepth = input.Shape[3],
            OutputHeight = rows.Positions,
            OutputWidth = columns.Positions,
            OutputDepth = rows.Stride * columns.Stride * depth,
            FilterHeight = rows.Taps,
            FilterWidth = columns.Taps,
            PadTop = rows.Before,
            PadLeft = columns.Before,
            Phases = new PhaseShape(rows.Stride, columns.Stride, depth, output.Shape[1], output.Shape[2], rows.First, columns.First),
        };

        node.Macs = (long)input.ElementCount * filter.Shape[1] * filter.Shape[2] * depth;
        (int Min, int Max) range = FusedRange.Of(options.SByte(TransposeConvOptions.FusedActivationFunction), output);
        Requantisation[] perChannel = WeightedLayer.PerChannel(node, range, depth, true);
        Requantisation[] requantisations = Enumerable.Range(0, window.OutputDepth).Select(channel => perChannel[channel % depth]).ToArray();
        return WeightedLayer.New(node, window, input, bias, requantisations, (channel, cell, c) =>
        {
            int phase = channel / depth;
            int row = rows.Tap(cell / columns.Taps, phase / columns.Stride);
            int column = columns.Tap(cell % columns.Taps, phase % columns.Stride);
            return row >= filter.Shape[1] || column >= filter.Shape[2] ? 0
                : (int)filter.Tensor.GetInteger((((channel % depth) * filter.Shape[1] + row) * filter.Shape[2] + column) * input.Shape[3] + c);
        });
    }

    /// <summary>One dimension.</summary>
    /// <param name="Stride">Output cells from input cell to input cell: the number of phases.</param>
    /// <param name="Taps">Input cells that an output can read.</param>
    /// <param name="Positions">Positions of the window.</param>
    /// <param name="Before">Cells of the first window before the input.</param>
    /// <param name="First">The output cell of phase 0 at the first position, at most 0.</param>
    private sealed record Axis(int Stride, int Taps, int Positions, int Before, int First)
    {
        internal static Axis Of(int input, int output, int filter, int stride, int padding)
        {
            int before = Padding.Before(output, Padding.OutputSize(padding, output, filter, stride, 1), filter, stride, 1);
            int taps = (filter + stride - 1) / stride;

            // Output cell t − before reads input cells t / stride, t / stride − 1, ...
            int first = before / stride;
            int last = (output - 1 + before) / stride;
            return new Axis(stride, taps, last - first + 1, taps - 1 - first, first * stride - before);
        }

        /// <summary>The cell of the filter for a tap of the window and a phase.</summary>
        internal int Tap(int cell, int phase)
        {
            return (Taps - 1 - cell) * Stride + phase;
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;

namespace TinyInterp.Tool.Inspect;

/// <summary>
/// Counts multiply-accumulates by shapes: those that a plain implementation does, padding included, additions of the bias not.
/// </summary>
internal static class MacCounter
{
    private static readonly int[] _fullyConnectedWeights = [1];
    private static readonly int[] _basicLstmWeights = [2];
    private static readonly int[] _rnnWeights = [1, 2];
    private static readonly int[] _bidirectionalRnnWeights = [1, 2, 5, 6];
    private static readonly int[] _lstmWeights = [1, 2, 3, 4, 5, 6, 7, 8, 16];
    private static readonly int[] _bidirectionalLstmWeights =
        [1, 2, 3, 4, 5, 6, 7, 8, 15, 18, 19, 20, 21, 22, 23, 24, 25, 32];

    /// <summary>The count of one node; 0 for operators that do not multiply and accumulate.</summary>
    /// <param name="code">The operator.</param>
    /// <param name="model">The model.</param>
    /// <param name="node">The node.</param>
    /// <param name="input">The shape of an input, null where it is left out.</param>
    /// <param name="output">The shape of the first output, or null.</param>
    internal static long Count(BuiltinOperator code, ModelView model, OperatorView node, Func<int, int[]?> input, int[]? output)
    {
        switch (code)
        {
            case BuiltinOperator.Conv2D:
            case BuiltinOperator.Conv3D:
                // All of a filter but how many there are: first dimension in two dimensions, last in three.
                int[]? filter = input(1);
                return Elements(output) * Elements(filter) / Dimension(filter, code == BuiltinOperator.Conv2D ? 0 : 4);
            case BuiltinOperator.DepthwiseConv2D:
                return Elements(output) * Dimension(input(1), 1) * Dimension(input(1), 2);
            case BuiltinOperator.TransposeConv:
                return Elements(input(2)) * Elements(input(1)) / Dimension(input(1), 3);
            case BuiltinOperator.BatchMatMul:
                return Elements(output) * SummedDimension(model, node, input(0));
            case BuiltinOperator.FullyConnected:
                // The input is a list of rows as long as the weights', whatever its shape.
                return Elements(input(0)) / Dimension(input(1), 1) * Sum(input, _fullyConnectedWeights);
            case BuiltinOperator.Lstm:
                return Steps(input(0)) * Sum(input, node.InputCount == 5 ? _basicLstmWeights : _lstmWeights);
            case BuiltinOperator.UnidirectionalSequenceLstm:
                return Steps(input(0)) * Sum(input, _lstmWeights);
            case BuiltinOperator.BidirectionalSequenceLstm:
                return Steps(input(0)) * Sum(input, _bidirectionalLstmWeights);
            case BuiltinOperator.Svdf:
            case BuiltinOperator.Rnn:
            case BuiltinOperator.UnidirectionalSequenceRnn:
                return Steps(input(0)) * Sum(input, _rnnWeights);
            case BuiltinOperator.BidirectionalSequenceRnn:
                return Steps(input(0)) * Sum(input, _bidirectionalRnnWeights);
            default:
                return 0;
        }
    }

    private static long SummedDimension(ModelView model, OperatorView node, int[]? left)
    {
        OptionsView options = new OptionsView(model.Reader);
        options.MoveTo(node.OptionsType == BuiltinOptionsType.BatchMatMul ? node.Options : 0);
        int fromEnd = options.Bool(BatchMatMulOptions.AdjX) ? 2 : 1;
        return left == null || left.Length < fromEnd ? 0 : left[left.Length - fromEnd];
    }

    /// <summary>Number of rows: times batches of a sequence.</summary>
    private static long Steps(int[]? shape)
    {
        return shape == null || shape.Length == 0 ? 0 : Elements(shape) / Math.Max(1, shape[shape.Length - 1]);
    }

    private static long Sum(Func<int, int[]?> input, int[] indices)
    {
        return indices.Sum(i => Elements(input(i)));
    }

    private static long Elements(int[]? shape)
    {
        return shape == null ? 0 : shape.Aggregate(1L, (product, size) => product * size);
    }

    /// <summary>A dimension of a node that may not be sound: 1 where it does not exist.</summary>
    private static long Dimension(int[]? shape, int index)
    {
        return shape == null || index >= shape.Length ? 1 : Math.Max(1, shape[index]);
    }
}

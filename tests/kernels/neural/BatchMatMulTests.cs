// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Neural;

/// <summary>Products of stacks of matrices, of random shapes, transposed or not, against plain loops.</summary>
public class BatchMatMulTests
{
    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.Int16)]
    public void Stacks_of_matrices_are_stretched_to_each_other(TensorType type)
    {
        for (int seed = 0; seed < 80; seed++)
        {
            Draw draw = new Draw(seed);
            int rows = draw.Int(1, 6);
            int columns = draw.Int(1, 6);
            int depth = draw.Int(1, 20);
            bool adjX = draw.OneIn(2);
            bool adjY = draw.OneIn(2);
            int[] batches = Enumerable.Range(0, draw.Int(0, 3)).Select(_ => draw.Int(1, 3)).ToArray();
            int[] Stack(bool isWhole, params int[] matrix) => batches
                .Select(size => isWhole || !draw.OneIn(3) ? size : 1).Skip(isWhole ? 0 : draw.Int(0, batches.Length)).Concat(matrix).ToArray();

            // One side has the output's batches, so that no size is lost.
            bool isLeftWhole = draw.OneIn(2);
            int[] left = Stack(isLeftWhole, adjX ? new[] { depth, rows } : new[] { rows, depth });
            int[] right = Stack(!isLeftWhole, adjY ? new[] { columns, depth } : new[] { depth, columns });
            int[] shape = batches.Concat(new[] { rows, columns }).ToArray();
            long[] x = draw.Values(type, left.Aggregate(1, (a, b) => a * b));
            long[] y = draw.Values(type, right.Aggregate(1, (a, b) => a * b));
            double step = type == TensorType.Int8 ? 0.1 : 0.001;
            float leftScale = draw.Scale(step);
            float rightScale = draw.Scale(step);
            float outputScale = draw.Scale(leftScale * rightScale * Math.Sqrt(depth) * (type == TensorType.Int8 ? 256 : 65536));
            long leftZero = draw.ZeroPoint(type);
            long rightZero = draw.ZeroPoint(type);
            long outputZero = draw.ZeroPoint(type);
            int constant = draw.Int(0, 2);

            long[] got = new NeuralNode()
                .Input(type, left, x, QuantizationDef.PerTensor(leftScale, leftZero), constant == 1)
                .Input(type, right, y, QuantizationDef.PerTensor(rightScale, rightZero), constant == 2)
                .Run(
                    BuiltinOperator.BatchMatMul, Options.BatchMatMul(adjX, adjY), type, shape, QuantizationDef.PerTensor(outputScale, outputZero));

            long[] expected = new long[got.Length];
            for (int i = 0; i < expected.Length; i++)
            {
                int r = i / columns % rows;
                int c = i % columns;
                int ofX = Matrix(i / columns / rows, batches, left) * rows * depth;
                int ofY = Matrix(i / columns / rows, batches, right) * depth * columns;
                long sum = Enumerable.Range(0, depth).Sum(k =>
                    (x[ofX + (adjX ? k * rows + r : r * depth + k)] - leftZero) * (y[ofY + (adjY ? c * depth + k : k * columns + c)] - rightZero));
                double factor = (double)(leftScale * rightScale) / outputScale;
                long value = Requantisation.Apply(sum, factor, type == TensorType.Int16) + outputZero;
                expected[i] = Requantisation.Clamp(value, type, Activation.None, outputScale, outputZero);
            }

            Assert.True(expected.SequenceEqual(got), "seed " + seed + ": " + string.Join(' ', got) + " is not " + string.Join(' ', expected));
        }
    }

    /// <summary>Which matrix of an operand belongs to a matrix of the output.</summary>
    private static int Matrix(int index, int[] batches, int[] operand)
    {
        int place = 0;
        int step = 1;
        for (int back = 1; back <= batches.Length; back++)
        {
            int size = batches[^back];
            int own = operand.Length < back + 2 ? 1 : operand[^(back + 2)];
            place += own == 1 ? 0 : index % size * step;
            step *= own;
            index /= size;
        }

        return place;
    }
}

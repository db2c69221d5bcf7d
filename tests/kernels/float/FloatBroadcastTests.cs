// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Float;

/// <summary>Operands of different shapes, against an element-by-element walk.</summary>
public class FloatBroadcastTests
{
    public static TheoryData<int[], int[], int[]> Shapes()
    {
        return new TheoryData<int[], int[], int[]>
        {
            { new int[0], new int[0], new int[0] },
            { new[] { 2, 3 }, new int[0], new[] { 2, 3 } },
            { new[] { 1 }, new[] { 4, 5 }, new[] { 4, 5 } },
            { new[] { 2, 1, 3 }, new[] { 4, 1 }, new[] { 2, 4, 3 } },
            { new[] { 2, 3, 4 }, new[] { 2, 3, 4 }, new[] { 2, 3, 4 } },
            { new[] { 2, 1, 2, 1, 3, 1 }, new[] { 1, 3, 2, 2, 1, 2 }, new[] { 2, 3, 2, 2, 3, 2 } },
            { new[] { 5, 1, 1 }, new[] { 1, 1, 6 }, new[] { 5, 1, 6 } }
        };
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Each_operand_is_stretched_along_its_dimensions_of_one(int[] first, int[] second, int[] output)
    {
        float[] a = FloatNode.Random(1, first);
        float[] b = FloatNode.Random(2, second);
        int count = FloatNode.Count(output);

        float[] difference = new FloatNode(BuiltinOperator.Sub).Input(first, a).Input(second, b).Output(output).Run();
        Assert.Equal(Enumerable.Range(0, count).Select(i => a[Place(i, output, first)] - b[Place(i, output, second)]), difference);

        Tensor less = new FloatNode(BuiltinOperator.Less)
            .Input(first, a).Input(second, b).Output(TensorType.Bool, output).Invoke().Output(0);
        Assert.Equal(
            Enumerable.Range(0, count).Select(i => a[Place(i, output, first)] < b[Place(i, output, second)] ? 1L : 0L),
            Enumerable.Range(0, count).Select(less.GetInteger));

        byte[] condition = a.Select(x => x > 0 ? (byte)1 : (byte)0).ToArray();
        float[] chosen = new FloatNode(BuiltinOperator.SelectV2)
            .Input(TensorType.Bool, first, condition).Input(second, b).Input(first, a).Output(output).Run();
        Assert.Equal(
            Enumerable.Range(0, count).Select(i => condition[Place(i, output, first)] != 0 ? b[Place(i, output, second)] : a[Place(i, output, first)]),
            chosen);
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 2, 4 }, new[] { 2, 4 }, ErrorCode.ShapeMismatch)]
    [InlineData(new[] { 2, 1 }, new[] { 2, 1 }, new[] { 2, 4 }, ErrorCode.ShapeMismatch)]
    [InlineData(new[] { 2, 3 }, new[] { 3 }, new[] { 1, 2, 3 }, ErrorCode.RankUnsupported)]
    public void Shapes_that_do_not_fit_are_refused(int[] first, int[] second, int[] output, ErrorCode error)
    {
        new FloatNode(BuiltinOperator.Mul)
            .Input(first, FloatNode.Random(1, first)).Input(second, FloatNode.Random(2, second)).Output(output).MustBeRefused(error);
    }

    [Theory]
    [InlineData(new[] { 2, 3, 4 }, new[] { 4, 5 }, new[] { 2, 3, 5 }, false, false)]
    [InlineData(new[] { 3, 4 }, new[] { 2, 2, 5, 4 }, new[] { 2, 2, 3, 5 }, false, true)]
    [InlineData(new[] { 2, 1, 1, 4, 3 }, new[] { 1, 3, 2, 4, 5 }, new[] { 2, 3, 2, 3, 5 }, true, false)]
    public void Stacks_of_matrices_are_stretched_to_each_other(int[] first, int[] second, int[] output, bool adjX, bool adjY)
    {
        float[] x = FloatNode.Random(3, first);
        float[] y = FloatNode.Random(4, second);
        int rows = output[^2];
        int columns = output[^1];
        int depth = adjX ? first[^2] : first[^1];

        float[] got = new FloatNode(BuiltinOperator.BatchMatMul, Options.BatchMatMul(adjX, adjY))
            .Input(first, x).Input(second, y).Output(output).Run();

        for (int i = 0; i < got.Length; i++)
        {
            int batch = i / (rows * columns);
            int r = i / columns % rows;
            int c = i % columns;
            int left = Place(batch, output[..^2], first[..^2]) * rows * depth;
            int right = Place(batch, output[..^2], second[..^2]) * depth * columns;
            float sum = 0f;
            for (int k = 0; k < depth; k++)
            {
                sum += x[left + (adjX ? k * rows + r : r * depth + k)] * y[right + (adjY ? c * depth + k : k * columns + c)];
            }

            Assert.Equal(sum, got[i]);
        }
    }

    [Fact]
    public void Matrices_whose_depths_differ_are_refused()
    {
        new FloatNode(BuiltinOperator.BatchMatMul, Options.BatchMatMul())
            .Input(new[] { 2, 3 }, new float[6]).Input(new[] { 4, 5 }, new float[20]).Output(2, 5).MustBeRefused(ErrorCode.ShapeMismatch);
    }

    /// <summary>Where an operand's element for place <paramref name="index"/> of the output lies.</summary>
    private static int Place(int index, int[] output, int[] operand)
    {
        int place = 0;
        int stride = 1;
        for (int d = output.Length - 1; d >= 0; d--)
        {
            int own = d - output.Length + operand.Length;
            if (own >= 0)
            {
                place += operand[own] == 1 ? 0 : index % output[d] * stride;
                stride *= operand[own];
            }

            index /= output[d];
        }

        return place;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using Xunit;

namespace TinyInterp.Tests.Kernels.Elementwise;

/// <summary>Every way in which shapes can be broadcast to each other, against indices worked out one by one.</summary>
public class BroadcastTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Two_inputs_broadcast_as_their_indices_say(int rank)
    {
        Random random = new Random(rank);
        for (int round = 0; round < 60; round++)
        {
            int[] shape = Enumerable.Range(0, rank).Select(_ => random.Next(1, 4)).ToArray();
            int[] shape1 = Narrowed(random, shape, false);
            int[] shape2 = Narrowed(random, shape, shape1.Length < rank);
            shape = shape.Select((_, d) => Math.Max(Size(shape1, rank - d), Size(shape2, rank - d))).ToArray();
            long[] a = Enumerable.Range(1, Count(shape1)).Select(v => (long)v).ToArray();
            long[] b = Enumerable.Range(1, Count(shape2)).Select(v => 1000L * v).ToArray();
            long[] result = new ElementwiseNode(BuiltinOperator.Sub)
                .Input(TensorType.Int32, shape1).Input(TensorType.Int32, shape2).Output(TensorType.Int32, shape).Run(a, b);
            Assert.Equal(Enumerable.Range(0, Count(shape)).Select(i => a[Index(shape, shape1, i)] - b[Index(shape, shape2, i)]), result);
        }
    }

    [Fact]
    public void A_selection_broadcasts_condition_and_both_values()
    {
        Random random = new Random(7);
        foreach (TensorType type in new[] { TensorType.Int8, TensorType.Int16, TensorType.Int32, TensorType.Int64, TensorType.Bool })
        {
            for (int round = 0; round < 30; round++)
            {
                int[] shape = [random.Next(1, 4), 2, 3, random.Next(1, 4)];
                int[] shape0 = Narrowed(random, shape, false);
                int[] shape1 = Narrowed(random, shape, false);
                long[] condition = Enumerable.Range(0, Count(shape0)).Select(_ => (long)random.Next(2)).ToArray();
                long[] a = Enumerable.Range(0, Count(shape1)).Select(_ => (long)random.Next(2)).ToArray();
                long[] b = Enumerable.Range(0, Count(shape)).Select(_ => (long)random.Next(2)).ToArray();
                long[] result = new ElementwiseNode(BuiltinOperator.SelectV2)
                    .Input(TensorType.Bool, shape0).Input(type, shape1).Input(type, shape).Output(type, shape).Run(condition, a, b);
                Assert.Equal(
                    Enumerable.Range(0, Count(shape)).Select(i => condition[Index(shape, shape0, i)] != 0 ? a[Index(shape, shape1, i)] : b[i]),
                    result);
            }
        }
    }

    [Fact]
    public void The_first_version_of_select_takes_a_condition_for_each_row()
    {
        ElementwiseNode Select(int[] condition) => new ElementwiseNode(BuiltinOperator.Select)
            .Input(TensorType.Bool, condition).Input(TensorType.Int8, [2, 2, 2]).Input(TensorType.Int8, [2, 2, 2])
            .Output(TensorType.Int8, [2, 2, 2]);
        long[] a = [1, 2, 3, 4, 5, 6, 7, 8];
        long[] b = [-1, -2, -3, -4, -5, -6, -7, -8];
        Assert.Equal([-1, -2, -3, -4, 5, 6, 7, 8], Select([2]).Run([0, 1], a, b));
        Assert.Equal(a, Select([]).Run([1], a, b));
        Assert.Equal([1, -2, 3, -4, 5, -6, 7, -8], Select([2, 2, 2]).Run([1, 0, 1, 0, 1, 0, 1, 0], a, b));
        Select([3]).IsRefused(ErrorCode.ShapeMismatch);
        Select([1, 2, 2]).IsRefused(ErrorCode.ShapeMismatch);
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_refused()
    {
        ElementwiseNode Add(int[] a, int[] b, int[] c) => new ElementwiseNode(BuiltinOperator.Add)
            .Input(TensorType.Int32, a).Input(TensorType.Int32, b).Output(TensorType.Int32, c);
        Add([2, 3], [2], [2, 3]).IsRefused(ErrorCode.ShapeMismatch);
        Add([2, 3], [3], [2, 4]).IsRefused(ErrorCode.ShapeMismatch);
        Add([2, 1], [2, 1], [2, 3]).IsRefused(ErrorCode.ShapeMismatch);
        Add([3], [3], [1, 3]).IsRefused(ErrorCode.ShapeMismatch);
        Add([2, 3], [3], [3]).IsRefused(ErrorCode.ShapeMismatch);
    }

    private static int[] Narrowed(Random random, int[] shape, bool keepsRank)
    {
        int dropped = keepsRank || random.Next(3) != 0 ? 0 : random.Next(shape.Length + 1);
        return shape.Skip(dropped).Select(size => random.Next(3) == 0 ? 1 : size).ToArray();
    }

    private static int Size(int[] shape, int fromLast)
    {
        return fromLast <= shape.Length ? shape[shape.Length - fromLast] : 1;
    }

    private static int Count(int[] shape)
    {
        return shape.Aggregate(1, (a, b) => a * b);
    }

    /// <summary>Where the element that <paramref name="index"/> of the output reads lies in an input.</summary>
    private static int Index(int[] output, int[] input, int index)
    {
        int at = 0;
        int stride = 1;
        for (int d = 1; d <= output.Length; d++)
        {
            int own = Size(input, d);
            at += index % Size(output, d) % own * stride;
            stride *= own;
            index /= Size(output, d);
        }

        return at;
    }
}

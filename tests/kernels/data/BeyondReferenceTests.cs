// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Data;

/// <summary>Operators that the reference lacks, each against its defining formula. Nothing is rounded, so the comparison is exact.</summary>
public sealed class BeyondReferenceTests
{
    private static readonly int[] _scalar = Array.Empty<int>();

    [Fact]
    public void ReverseSequence_reverses_the_beginning_of_each_batch_element()
    {
        foreach (TensorType type in DataModel.Types)
        {
            int[] shape = { 3, 4, 2, 5 };
            long[] values = DataModel.Counting(type, shape);
            foreach ((int sequence, int batch, long[] lengths) in new[]
            {
                (1, 0, new long[] { 0, 4, 3 }), (0, 1, new long[] { 1, 2, 3, 0 }), (3, 2, new long[] { 5, 2 }), (1, 3, new long[] { 1, 2, 3, 4, 0 })
            })
            {
                long[] expected = DataModel.Each(shape, i => DataModel.At(
                    values, shape, i.Select((v, d) => d == sequence && v < lengths[i[batch]] ? (int)lengths[i[batch]] - 1 - v : v)));
                Assert.Equal(expected, new DataModel().With(type, shape, values).With(TensorType.Int64, new[] { lengths.Length }, lengths)
                    .Run(BuiltinOperator.ReverseSequence, Options.ReverseSequence(sequence, batch), type, shape));
            }
        }
    }

    [Fact]
    public void OneHot_sets_one_element_along_the_new_axis_and_none_for_an_index_outside()
    {
        int[] shape = { 2, 3 };
        long[] indices = { 0, 3, -1, 4, 2, 1 };
        foreach (TensorType type in DataModel.Types)
        {
            for (int axis = -1; axis < 3; axis++)
            {
                int place = axis < 0 ? 2 : axis;
                int[] output = shape.Take(place).Append(4).Concat(shape.Skip(place)).ToArray();
                long off = type == TensorType.Bool ? 0 : 5;
                long[] expected = DataModel.Each(output, i =>
                    DataModel.At(indices, shape, i.Take(place).Concat(i.Skip(place + 1))) == i[place] ? 1 : off);
                Assert.Equal(expected, new DataModel().With(TensorType.Int32, shape, indices).With(TensorType.Int32, _scalar, new[] { 4L }, true)
                    .With(type, _scalar, new[] { 1L }).With(type, _scalar, new[] { off }, true)
                    .Run(BuiltinOperator.OneHot, Options.OneHot(axis), type, output));
            }
        }
    }

    [Fact]
    public void ScatterND_adds_up_what_falls_on_one_place()
    {
        foreach (TensorType type in new[] { TensorType.Int8, TensorType.Int16, TensorType.Int32, TensorType.Int64, TensorType.Float32 })
        {
            Assert.Equal(new long[] { 0, 0, 11, 22, 0, 0, 3, 4, 0, 0 }, new DataModel()
                .With(TensorType.Int32, new[] { 3, 1 }, new long[] { 1, 3, 1 })
                .With(type, new[] { 3, 2 }, new long[] { 1, 2, 3, 4, 10, 20 })
                .WithList(5, 2)
                .Run(BuiltinOperator.ScatterND, null, type, new[] { 5, 2 }));
            Assert.Equal(new long[] { 7, 0, 0, 0, 0, 9 }, new DataModel()
                .With(TensorType.Int32, new[] { 2, 2 }, new long[] { 0, 0, 1, 2 }, true)
                .With(type, new[] { 2 }, new long[] { 7, 9 })
                .WithList(2, 3)
                .Run(BuiltinOperator.ScatterND, null, type, new[] { 2, 3 }));
        }
    }

    [Theory]
    [InlineData(3, 18, 4, new long[] { 3, 7, 11, 15 })]
    [InlineData(5, -1, -3, new long[] { 5, 2 })]
    [InlineData(5, -2, -3, new long[] { 5, 2, -1 })]
    public void Range_counts_from_start_to_before_the_limit(long start, long limit, long delta, long[] expected)
    {
        foreach (TensorType type in new[] { TensorType.Int32, TensorType.Int64, TensorType.Float32 })
        {
            bool isConstant = type == TensorType.Int64;
            DataModel Model() => new DataModel().With(type, _scalar, new[] { start }, isConstant)
                .With(type, _scalar, new[] { limit }, isConstant).With(type, _scalar, new[] { delta }, isConstant);
            Assert.Equal(expected, Model().Run(BuiltinOperator.Range, null, type, new[] { expected.Length }));
            ErrorCode code = isConstant ? ErrorCode.ShapeMismatch : ErrorCode.ValueOutOfRange;
            Assert.Equal(code, Model().Fails(BuiltinOperator.Range, null, type, new[] { expected.Length + 1 }));
        }
    }

    [Fact]
    public void Where_lists_the_indices_of_what_is_not_zero_and_fills_up_with_minus_one()
    {
        foreach (TensorType type in DataModel.Types)
        {
            DataModel Model() => new DataModel().With(type, new[] { 2, 3 }, new long[] { 0, 1, 0, 1, 0, 1 });
            foreach (TensorType outputType in new[] { TensorType.Int32, TensorType.Int64 })
            {
                Assert.Equal(
                    new long[] { 0, 1, 1, 0, 1, 2, -1, -1 }, Model().Run(BuiltinOperator.Where, null, outputType, new[] { 4, 2 }));
            }

            Assert.Equal(ErrorCode.ValueOutOfRange, Model().Fails(BuiltinOperator.Where, null, TensorType.Int64, new[] { 2, 2 }));
        }
    }

    [Fact]
    public void Rank_and_Shape_say_what_the_model_says()
    {
        int[] shape = { 4, 1, 7 };
        long[] values = DataModel.Counting(TensorType.Int16, shape);
        Assert.Equal(new long[] { 3 }, new DataModel().With(TensorType.Int16, shape, values).Run(BuiltinOperator.Rank, null, TensorType.Int32, _scalar));
        Assert.Equal(new long[] { 4, 1, 7 }, new DataModel().With(TensorType.Int16, shape, values)
            .Run(BuiltinOperator.Shape, Options.Shape(TensorType.Int64), TensorType.Int64, new[] { 3 }));
    }

    [Fact]
    public void GatherND_takes_int16_blocks()
    {
        int[] shape = { 3, 2, 4 };
        long[] values = DataModel.Counting(TensorType.Int16, shape);
        long[] indices = { 2, 1, 0, 0, 1, 1 };
        Assert.Equal(
            DataModel.Each(new[] { 3, 4 }, i => DataModel.At(values, shape, new[] { (int)indices[2 * i[0]], (int)indices[2 * i[0] + 1], i[1] })),
            new DataModel().With(TensorType.Int16, shape, values).With(TensorType.Int32, new[] { 3, 2 }, indices)
                .Run(BuiltinOperator.GatherND, null, TensorType.Int16, new[] { 3, 4 }));
    }
}

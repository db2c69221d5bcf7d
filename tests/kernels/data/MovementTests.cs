// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Data;

/// <summary>
/// Random shapes, ranks and types against the operators' formulas, element by element. Operators that only move values must give them
/// unchanged, so the comparison is exact.
/// </summary>
public sealed class MovementTests
{
    private readonly Random _random = new Random(20260801);

    [Fact]
    public void Transpose_moves_each_element_to_its_permuted_place()
    {
        ForShapes(6, (type, shape, values) =>
        {
            int[] permutation = Enumerable.Range(0, shape.Length).OrderBy(_ => _random.Next()).ToArray();
            int[] output = permutation.Select(d => shape[d]).ToArray();
            long[] expected = DataModel.Each(output, i => DataModel.At(values, shape, Enumerable.Range(0, shape.Length).Select(d => i[Array.IndexOf(permutation, d)])));
            Assert.Equal(expected, new DataModel().With(type, shape, values).WithList(permutation)
                .Run(BuiltinOperator.Transpose, null, type, output));
        });
    }

    [Fact]
    public void Pad_surrounds_the_input_with_the_pad_value()
    {
        ForShapes(5, (type, shape, values) =>
        {
            int[] before = shape.Select(_ => _random.Next(3)).ToArray();
            int[] after = shape.Select(_ => _random.Next(3)).ToArray();
            int[] output = shape.Select((size, d) => before[d] + size + after[d]).ToArray();
            bool hasValue = _random.Next(2) == 0;
            DataModel model = new DataModel().With(type, shape, values)
                .With(TensorType.Int32, new[] { shape.Length, 2 }, before.SelectMany((b, d) => new long[] { b, after[d] }).ToArray(), true);
            if (hasValue)
            {
                model.With(type, Array.Empty<int>(), new[] { 1L }, _random.Next(2) == 0);
            }

            long[] expected = DataModel.Each(output, i =>
            {
                int[] index = i.Select((v, d) => v - before[d]).ToArray();
                bool isInside = index.Where((v, d) => v < 0 || v >= shape[d]).Any() == false;
                return isInside ? DataModel.At(values, shape, index) : hasValue ? 1 : 0;
            });
            Assert.Equal(expected, model.Run(hasValue ? BuiltinOperator.PadV2 : BuiltinOperator.Pad, null, type, output));
        });
    }

    [Fact]
    public void MirrorPad_goes_on_as_in_a_mirror_on_or_behind_the_edge()
    {
        ForShapes(5, (type, shape, values) =>
        {
            int skipped = _random.Next(2);
            int[] before = shape.Select(size => _random.Next(size - skipped + 1)).ToArray();
            int[] after = shape.Select(size => _random.Next(size - skipped + 1)).ToArray();
            int[] output = shape.Select((size, d) => before[d] + size + after[d]).ToArray();
            long[] expected = DataModel.Each(output, i => DataModel.At(values, shape, i.Select((v, d) =>
            {
                int place = v - before[d];
                return place < 0 ? -place - 1 + skipped : place >= shape[d] ? 2 * shape[d] - 1 - skipped - place : place;
            })));
            Assert.Equal(expected, new DataModel().With(type, shape, values)
                .With(TensorType.Int32, new[] { shape.Length, 2 }, before.SelectMany((b, d) => new long[] { b, after[d] }).ToArray(), true)
                .Run(BuiltinOperator.MirrorPad, Options.MirrorPad(skipped == 1 ? MirrorPadMode.Reflect : MirrorPadMode.Symmetric), type, output));
        });
    }

    [Fact]
    public void Slice_takes_the_block_at_begin_from_lists_of_either_width_constant_or_not()
    {
        ForShapes(5, (type, shape, values) =>
        {
            int[] begin = shape.Select(size => _random.Next(size)).ToArray();
            int[] size = shape.Select((s, d) => _random.Next(3) == 0 ? -1 : _random.Next(1, s - begin[d] + 1)).ToArray();
            int[] output = size.Select((s, d) => s < 0 ? shape[d] - begin[d] : s).ToArray();
            long[] expected = DataModel.Each(output, i => DataModel.At(values, shape, i.Select((v, d) => v + begin[d])));
            TensorType listType = _random.Next(2) == 0 ? TensorType.Int32 : TensorType.Int64;
            bool isConstant = _random.Next(2) == 0;
            Assert.Equal(expected, new DataModel().With(type, shape, values).WithList(listType, isConstant, begin).WithList(listType, isConstant, size)
                .Run(BuiltinOperator.Slice, null, type, output));
        });
    }

    [Fact]
    public void StridedSlice_follows_every_mask()
    {
        for (int round = 0; round < 400; round++)
        {
            TensorType type = DataModel.Types[_random.Next(DataModel.Types.Length)];
            int[] shape = RandomShape(4, 5);
            long[] values = DataModel.Counting(type, shape);

            // Per entry: 'i' an interval, 's' shrunk, 'n' a new axis, 'e' the ellipsis.
            List<char> entries = shape.Select(_ => _random.Next(4) == 0 ? 's' : 'i').ToList();
            int swallowed = 0;
            if (_random.Next(2) == 0)
            {
                int first = _random.Next(entries.Count + 1);
                swallowed = _random.Next(entries.Count - first + 1);
                entries.RemoveRange(first, swallowed);
                if (_random.Next(2) == 0 || first + swallowed < shape.Length)
                {
                    entries.Insert(first, 'e');
                }
            }

            while (_random.Next(3) == 0)
            {
                entries.Insert(_random.Next(entries.Count + 1), 'n');
            }

            if (!entries.Contains('e') && entries.LastIndexOf('n') == entries.Count - 1 && swallowed > 0)
            {
                continue;
            }

            int[] begin = new int[entries.Count];
            int[] end = new int[entries.Count];
            int[] stride = new int[entries.Count];
            int[] masks = new int[5];
            List<int> output = new List<int>();
            List<Func<int[], int>> places = new List<Func<int[], int>>();
            for (int e = 0; e <= entries.Count; e++)
            {
                char kind = e == entries.Count ? 'e' : entries[e];
                if (kind == 'e')
                {
                    masks[2] |= e < entries.Count ? 1 << e : 0;
                    for (int k = 0; k < swallowed; k++)
                    {
                        int at = output.Count;
                        output.Add(shape[places.Count]);
                        places.Add(i => i[at]);
                    }

                    swallowed = 0;
                    stride[Math.Min(e, entries.Count - 1 < 0 ? 0 : entries.Count - 1)] = e < entries.Count ? 1 : entries.Count == 0 ? 0 : stride[entries.Count - 1];
                    continue;
                }

                if (kind == 'n')
                {
                    masks[3] |= 1 << e;
                    stride[e] = 1;
                    output.Add(1);
                    continue;
                }

                int size = shape[places.Count];
                begin[e] = _random.Next(-size, size);
                int from = begin[e] < 0 ? begin[e] + size : begin[e];
                if (kind == 's')
                {
                    masks[4] |= 1 << e;
                    stride[e] = 1;
                    places.Add(_ => from);
                    continue;
                }

                bool isDown = _random.Next(2) == 0;
                int step = _random.Next(1, 4);
                stride[e] = isDown ? -step : step;
                if (_random.Next(3) == 0)
                {
                    masks[0] |= 1 << e;
                    from = isDown ? size - 1 : 0;
                }

                // To an end that is open, far beyond, or the last place that still belongs to a count of our choice.
                int most = isDown ? from / step + 1 : (size - 1 - from) / step + 1;
                int count = most;
                switch (_random.Next(3))
                {
                    case 0:
                        masks[1] |= 1 << e;
                        break;
                    case 1:
                        end[e] = isDown ? -size - 3 : size + 3;
                        break;
                    default:
                        count = _random.Next(1, most + 1);
                        int beyond = isDown ? from - (count - 1) * step - 1 : from + (count - 1) * step + 1;
                        end[e] = beyond < 0 ? -size - 1 : isDown && _random.Next(2) == 0 ? beyond - size : beyond;
                        break;
                }

                int place = output.Count;
                output.Add(count);
                places.Add(i => isDown ? from - i[place] * step : from + i[place] * step);
            }

            if (entries.Count == 0)
            {
                continue;
            }

            bool isConstant = _random.Next(2) == 0;
            int[] outputShape = output.ToArray();
            long[] expected = DataModel.Each(outputShape, i => DataModel.At(values, shape, places.Select(p => p(i))));
            Assert.Equal(expected, new DataModel().With(type, shape, values)
                .WithList(TensorType.Int32, isConstant, begin).WithList(TensorType.Int32, isConstant, end).WithList(TensorType.Int32, isConstant, stride)
                .Run(BuiltinOperator.StridedSlice, Options.StridedSlice(masks[0], masks[1], masks[2], masks[3], masks[4]), type, outputShape));
        }
    }

    [Fact]
    public void BroadcastTo_Tile_and_ReverseV2_read_each_element_from_its_source()
    {
        ForShapes(4, (type, shape, values) =>
        {
            int[] multiples = shape.Select(_ => _random.Next(1, 4)).ToArray();
            int[] tiled = shape.Select((s, d) => s * multiples[d]).ToArray();
            Assert.Equal(
                DataModel.Each(tiled, i => DataModel.At(values, shape, i.Select((v, d) => v % shape[d]))),
                new DataModel().With(type, shape, values).WithList(multiples).Run(BuiltinOperator.Tile, null, type, tiled));

            int[] axes = Enumerable.Range(0, shape.Length).Where(_ => _random.Next(2) == 0).OrderBy(_ => _random.Next()).ToArray();
            if (axes.Length != 0)
            {
                Assert.Equal(
                    DataModel.Each(shape, i => DataModel.At(values, shape, i.Select((v, d) => axes.Contains(d) ? shape[d] - 1 - v : v))),
                    new DataModel().With(type, shape, values)
                        .WithList(TensorType.Int32, _random.Next(2) == 0, axes.Select(a => _random.Next(2) == 0 ? a : a - shape.Length).ToArray())
                        .Run(BuiltinOperator.ReverseV2, null, type, shape));
            }

            int[] wide = new[] { 2 }.Concat(shape.Select(s => s == 1 ? _random.Next(1, 5) : s)).ToArray();
            Assert.Equal(
                DataModel.Each(wide, i => DataModel.At(values, shape, i.Skip(1).Select((v, d) => shape[d] == 1 ? 0 : v))),
                new DataModel().With(type, shape, values).WithList(wide).Run(BuiltinOperator.BroadcastTo, null, type, wide));
        });
    }

    [Fact]
    public void SpaceToBatchND_and_back_place_blocks_for_any_number_of_spatial_dimensions()
    {
        ForShapes(5, (type, shape, values) =>
        {
            int spatial = _random.Next(1, Math.Max(2, shape.Length));
            if (shape.Length <= spatial)
            {
                return;
            }

            int[] block = Enumerable.Range(0, spatial).Select(_ => _random.Next(1, 4)).ToArray();
            int[] before = block.Select(_ => _random.Next(4)).ToArray();
            int[] after = block.Select((b, m) => _random.Next(2) * b + (b - (before[m] + shape[m + 1]) % b) % b).ToArray();
            int places = DataModel.Count(block);
            int[] output = shape.Select((s, d) => d == 0 ? s * places : d <= spatial ? (s + before[d - 1] + after[d - 1]) / block[d - 1] : s).ToArray();
            long[] borders = before.SelectMany((b, m) => new long[] { b, after[m] }).ToArray();
            int Source(int[] i, int d)
            {
                if (d == 0 || d > spatial)
                {
                    return d == 0 ? i[0] % shape[0] : i[d];
                }

                int place = i[0] / shape[0] / DataModel.Count(block.Skip(d).ToArray()) % block[d - 1];
                return i[d] * block[d - 1] + place - before[d - 1];
            }

            long[] expected = DataModel.Each(output, i =>
            {
                int[] from = shape.Select((_, d) => Source(i, d)).ToArray();
                return from.Where((v, d) => v < 0 || v >= shape[d]).Any() ? 0 : DataModel.At(values, shape, from);
            });
            long[] batches = new DataModel().With(type, shape, values).WithList(block)
                .With(TensorType.Int32, new[] { spatial, 2 }, borders, true)
                .Run(BuiltinOperator.SpaceToBatchND, null, type, output);
            Assert.Equal(expected, batches);
            Assert.Equal(values, new DataModel().With(type, output, batches).WithList(block)
                .With(TensorType.Int32, new[] { spatial, 2 }, borders, true)
                .Run(BuiltinOperator.BatchToSpaceND, null, type, shape));
        });
    }

    [Fact]
    public void Blocks_move_between_space_and_depth_and_back()
    {
        foreach (TensorType type in DataModel.Types)
        {
            int[] space = { 2, 6, 4, 3 };
            int[] depth = { 2, 3, 2, 12 };
            long[] values = DataModel.Counting(type, space);
            long[] expected = DataModel.Each(depth, i => DataModel.At(
                values, space, new[] { i[0], i[1] * 2 + i[3] / 6, i[2] * 2 + i[3] / 3 % 2, i[3] % 3 }));
            Assert.Equal(expected, new DataModel().With(type, space, values).Run(BuiltinOperator.SpaceToDepth, Options.SpaceToDepth(2), type, depth));
            Assert.Equal(values, new DataModel().With(type, depth, expected).Run(BuiltinOperator.DepthToSpace, Options.DepthToSpace(2), type, space));
        }
    }

    [Fact]
    public void Gather_takes_slices_along_any_axis_with_batch_dimensions()
    {
        ForShapes(4, (type, shape, values) =>
        {
            int axis = _random.Next(shape.Length);
            int batch = _random.Next(axis + 1);
            int[] indexShape = shape.Take(batch).Concat(RandomShape(2, 3)).ToArray();
            int[] indices = Enumerable.Range(0, DataModel.Count(indexShape)).Select(_ => _random.Next(shape[axis])).ToArray();
            int[] output = shape.Take(axis).Concat(indexShape.Skip(batch)).Concat(shape.Skip(axis + 1)).ToArray();
            int tail = indexShape.Length - batch;
            long[] wide = indices.Select(i => (long)i).ToArray();
            long[] expected = DataModel.Each(output, i =>
            {
                long index = DataModel.At(wide, indexShape, i.Take(batch).Concat(i.Skip(axis).Take(tail)));
                return DataModel.At(values, shape, i.Take(axis).Append((int)index).Concat(i.Skip(axis + tail)));
            });
            Assert.Equal(expected, new DataModel().With(type, shape, values, _random.Next(2) == 0).With(TensorType.Int32, indexShape, wide, _random.Next(2) == 0)
                .Run(BuiltinOperator.Gather, Options.Gather(axis, batch), type, output));
        });
    }

    [Fact]
    public void EmbeddingLookup_takes_rows_of_a_table_constant_or_not()
    {
        int[] shape = { 9, 2, 3 };
        long[] lookup = { 8, 0, 3, 3 };
        foreach (TensorType type in DataModel.Types)
        {
            long[] values = DataModel.Counting(type, shape);
            long[] expected = DataModel.Each(new[] { 4, 2, 3 }, i => DataModel.At(values, shape, new[] { (int)lookup[i[0]], i[1], i[2] }));
            foreach (bool isConstant in new[] { false, true })
            {
                DataModel Model() => new DataModel().With(TensorType.Int32, new[] { 4 }, lookup)
                    .With(type, shape, values, isConstant, type == TensorType.Int8 ? QuantizationDef.PerTensor(2f, 0) : null);
                Assert.Equal(expected, Model().Run(BuiltinOperator.EmbeddingLookup, null, type, new[] { 4, 2, 3 }));
                if (type == TensorType.Int8)
                {
                    Assert.Equal(
                        expected.Select(v => 2 * v), Model().Run(BuiltinOperator.EmbeddingLookup, null, TensorType.Float32, new[] { 4, 2, 3 }));
                }
            }
        }
    }

    [Fact]
    public void Concatenation_and_Pack_join_what_Split_and_Unpack_cut()
    {
        foreach (TensorType type in DataModel.Types)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                int[] shape = { 3, 2, 4 };
                int[] longer = shape.Select((s, d) => d == axis ? s + 1 : s).ToArray();
                int[] both = shape.Select((s, d) => d == axis ? 2 * s + 1 : s).ToArray();
                long[] a = DataModel.Counting(type, shape);
                long[] b = DataModel.Counting(type, longer).Reverse().ToArray();
                long[] joined = DataModel.Each(both, i => i[axis] < shape[axis]
                    ? DataModel.At(a, shape, i)
                    : DataModel.At(b, longer, i.Select((v, d) => d == axis ? v - shape[axis] : v)));
                Assert.Equal(joined, new DataModel().With(type, shape, a).With(type, longer, b)
                    .Run(BuiltinOperator.Concatenation, Options.Concatenation(axis - 3), type, both));

                int[] packed = shape.Take(axis).Append(2).Concat(shape.Skip(axis)).ToArray();
                long[] c = a.Reverse().ToArray();
                Assert.Equal(
                    DataModel.Each(packed, i => DataModel.At(i[axis] == 0 ? a : c, shape, i.Take(axis).Concat(i.Skip(axis + 1)))),
                    new DataModel().With(type, shape, a).With(type, shape, c).Run(BuiltinOperator.Pack, Options.Pack(2, axis), type, packed));
            }
        }
    }

    private void ForShapes(int maxRank, Action<TensorType, int[], long[]> test)
    {
        for (int round = 0; round < 120; round++)
        {
            TensorType type = DataModel.Types[round % DataModel.Types.Length];
            int[] shape = RandomShape(maxRank, 5);
            test(type, shape, DataModel.Counting(type, shape));
        }
    }

    private int[] RandomShape(int maxRank, int maxSize)
    {
        return Enumerable.Range(0, _random.Next(1, maxRank + 1)).Select(_ => _random.Next(1, maxSize + 1)).ToArray();
    }
}

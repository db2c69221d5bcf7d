// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SCATTER_ND. out[indices[n], i] = Σ updates[n, i] over all n with the same index. Elements that no index selects are 0. Integer
/// sums wrap.
/// </summary>
/// <supports>
/// int8 and int16 with zero point 0, int32, int64, float32; int32 indices, checked at run time where they are not constant
/// </supports>
public sealed class ScatterND : DataKernel
{
    private Tensor _indices;
    private Tensor _updates;
    private Tensor _output;
    private int _rows;
    private int _depth;
    private int _inner;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 3);
        context.RequireOutputs(1);
        Locate(context);
        _indices = context.Input(0);
        _updates = context.Input(1);
        _output = context.Output(0);
        context.RequireType(_indices, TypeSet.Int32);
        context.RequireSameType(_output, _updates);
        context.RequireSameQuantization(_output, _updates);
        context.RequireZeroPoint(_output, 0);
        context.RequireRank(_indices, 1, int.MaxValue);
        RequireShapeOfList(context, _output, IntegerList(context, 2, _output.Rank));
        int outer = _indices.Rank - 1;
        _depth = _indices.Shape[outer];
        if (_depth > _output.Rank)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _indices, _output.Rank, _depth);
        }

        int rank = outer + _output.Rank - _depth;
        context.RequireRank(_updates, rank, rank);
        for (int d = 0; d < rank; d++)
        {
            context.RequireDimension(_updates, d, d < outer ? _indices.Shape[d] : _output.Shape[d - outer + _depth]);
        }

        _rows = _indices.CountOf(0, outer);
        _inner = _output.CountOf(_depth, _output.Rank);
        for (int row = 0; _indices.IsConstant && row < _rows; row++)
        {
            Place(ErrorCode.ConstantInvalid, row * _depth);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        BlockCopy.Fill(_output, 0);
        int from = _updates.Offset;
        for (int row = 0; row < _rows; row++)
        {
            int to = _output.Offset + Place(ErrorCode.IndexOutOfRange, row * _depth) * _inner;
            Accumulate(from, to, to + _inner);
            from += _inner;
        }
    }

    private void Accumulate(int from, int to, int end)
    {
        if (_output.Int8 != null)
        {
            sbyte[] updates = _updates.Int8;
            sbyte[] output = _output.Int8;
            for (; to < end; to++, from++)
            {
                output[to] = (sbyte)(output[to] + updates[from]);
            }
        }
        else if (_output.Int16 != null)
        {
            short[] updates = _updates.Int16;
            short[] output = _output.Int16;
            for (; to < end; to++, from++)
            {
                output[to] = (short)(output[to] + updates[from]);
            }
        }
        else if (_output.Int32 != null)
        {
            int[] updates = _updates.Int32;
            int[] output = _output.Int32;
            for (; to < end; to++, from++)
            {
                output[to] += updates[from];
            }
        }
        else if (_output.Int64 != null)
        {
            long[] updates = _updates.Int64;
            long[] output = _output.Int64;
            for (; to < end; to++, from++)
            {
                output[to] += updates[from];
            }
        }
        else
        {
            float[] updates = _updates.Float32;
            float[] output = _output.Float32;
            for (; to < end; to++, from++)
            {
                output[to] += updates[from];
            }
        }
    }

    /// <summary>Number of the block that a row of the indices selects.</summary>
    private int Place(ErrorCode code, int first)
    {
        int[] indices = _indices.Int32;
        int[] shape = _output.Shape;
        first += _indices.Offset;
        int place = 0;
        for (int d = 0; d < _depth; d++)
        {
            int index = indices[first + d];
            int size = shape[d];
            if (index < 0 || index >= size)
            {
                throw RunTimeError(code, _indices, size, index);
            }

            place = place * size + index;
        }

        return place;
    }
}

/// <content>Registers <see cref="ScatterND"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds SCATTER_ND for int8, int16, int32, int64 and float32.</summary>
    public static OpResolver AddScatterND(this OpResolver resolver)
    {
        const TypeSet Types = TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.Int64 | TypeSet.Float32;
        return resolver.Add(new OpRegistration(BuiltinOperator.ScatterND, null, Types, 1, 2, static () => new ScatterND()));
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// GATHER. out[b, o, c, i] = in[b, o, indices[b, c], i]. b runs over the batch_dims dimensions that input and indices share, o over the
/// dimensions up to the axis, c over the rest of the indices, i over the dimensions after the axis. A constant table of one-byte elements
/// stays in the model's bytes unless the output is at least as large.
/// </summary>
/// <supports>any type; int32 indices, checked at run time where they are not constant</supports>
public sealed class Gather : DataKernel
{
    private Tensor _input;
    private Tensor _indices;
    private Tensor _output;
    private int _batches;
    private int _outer;
    private int _size;
    private int _count;
    private int _inner;
    private bool _isReadInPlace;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        Locate(context);
        _input = context.RawInput(0);
        _indices = context.Input(1);
        _output = context.Output(0);
        _isReadInPlace = BlockCopy.IsReadInPlace(_input, _output);
        if (!_isReadInPlace)
        {
            context.Input(0);
        }

        context.RequireType(_indices, TypeSet.Int32);
        context.RequireSameType(_output, _input);
        OptionsView options = context.Options(BuiltinOptionsType.Gather);
        int axis = Axis(context, ErrorCode.OptionInvalid, _input, options.Int32(GatherOptions.Axis), _input.Rank);
        int batchRank = options.Int32(GatherOptions.BatchDims);
        batchRank = batchRank < 0 ? batchRank + _indices.Rank : batchRank;
        if (batchRank < 0 || batchRank > axis || batchRank > _indices.Rank)
        {
            throw context.Error(ErrorCode.OptionInvalid, _indices, axis, batchRank);
        }

        int rank = _input.Rank + _indices.Rank - 1 - batchRank;
        context.RequireRank(_output, rank, rank);
        for (int d = 0; d < batchRank; d++)
        {
            context.RequireDimension(_indices, d, _input.Shape[d]);
        }

        int at = 0;
        for (int d = 0; d < axis; d++)
        {
            context.RequireDimension(_output, at++, _input.Shape[d]);
        }

        for (int d = batchRank; d < _indices.Rank; d++)
        {
            context.RequireDimension(_output, at++, _indices.Shape[d]);
        }

        for (int d = axis + 1; d < _input.Rank; d++)
        {
            context.RequireDimension(_output, at++, _input.Shape[d]);
        }

        _batches = _input.CountOf(0, batchRank);
        _outer = _input.CountOf(batchRank, axis);
        _size = _input.Shape[axis];
        _count = _indices.CountOf(batchRank, _indices.Rank);
        _inner = Step(_input, axis);
        for (int i = 0; _indices.IsConstant && i < _indices.ElementCount; i++)
        {
            int index = _indices.GetInt32(i);
            if (index < 0 || index >= _size)
            {
                throw context.Error(ErrorCode.ConstantInvalid, _indices, _size, index);
            }
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int[] indices = _indices.Int32;
        Array input = _input.Data;
        Array output = _output.Data;
        bool isReadInPlace = _isReadInPlace;
        sbyte[] inputBytes = _inner == 1 && !isReadInPlace ? _input.Int8 : null;
        sbyte[] outputBytes = _output.Int8;
        int size = _size;
        int inner = _inner;
        int block = isReadInPlace ? 0 : _input.Offset;
        int to = _output.Offset;
        int first = _indices.Offset;
        for (int b = 0; b < _batches; b++)
        {
            int end = first + _count;
            for (int o = 0; o < _outer; o++)
            {
                for (int i = first; i < end; i++)
                {
                    int index = indices[i];
                    if (index < 0 || index >= size)
                    {
                        throw RunTimeError(ErrorCode.IndexOutOfRange, _indices, size, index);
                    }

                    if (inputBytes != null)
                    {
                        outputBytes[to++] = inputBytes[block + index];
                    }
                    else if (isReadInPlace)
                    {
                        BlockCopy.CopyConstant(_input, block + index * inner, outputBytes, to, to + inner);
                        to += inner;
                    }
                    else
                    {
                        Array.Copy(input, block + index * inner, output, to, inner);
                        to += inner;
                    }
                }

                block += size * inner;
            }

            first = end;
        }
    }
}

/// <content>Registers <see cref="Gather"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds GATHER for every type.</summary>
    public static OpResolver AddGather(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Gather, TypeSet.Any, 8, static () => new Gather());
    }
}

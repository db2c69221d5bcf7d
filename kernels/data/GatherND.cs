// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// GATHER_ND. out[n, i] = in[indices[n, 0], indices[n, 1], .., i]: each row of the indices selects a block of the input.
/// </summary>
/// <supports>any type; int32 indices, checked at run time where they are not constant</supports>
public sealed class GatherND : DataKernel
{
    private Tensor _input;
    private Tensor _indices;
    private Tensor _output;
    private int _rows;
    private int _depth;
    private int _inner;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        Locate(context);
        _input = context.Input(0);
        _indices = context.Input(1);
        _output = context.Output(0);
        context.RequireType(_indices, TypeSet.Int32);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 1, int.MaxValue);
        context.RequireRank(_indices, 1, int.MaxValue);
        int outer = _indices.Rank - 1;
        _depth = _indices.Shape[outer];
        if (_depth > _input.Rank)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _indices, _input.Rank, _depth);
        }

        int rank = outer + _input.Rank - _depth;
        context.RequireRank(_output, rank, rank);
        for (int d = 0; d < rank; d++)
        {
            context.RequireDimension(_output, d, d < outer ? _indices.Shape[d] : _input.Shape[d - outer + _depth]);
        }

        _rows = _indices.CountOf(0, outer);
        _inner = _input.CountOf(_depth, _input.Rank);
        for (int row = 0; _indices.IsConstant && row < _rows; row++)
        {
            Place(ErrorCode.ConstantInvalid, row * _depth);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        Array input = _input.Data;
        Array output = _output.Data;
        int start = _input.Offset;
        int to = _output.Offset;
        int inner = _inner;
        for (int row = 0; row < _rows; row++)
        {
            Array.Copy(input, start + Place(ErrorCode.IndexOutOfRange, row * _depth) * inner, output, to, inner);
            to += inner;
        }
    }

    /// <summary>Number of the block that a row of the indices selects.</summary>
    private int Place(ErrorCode code, int first)
    {
        int[] indices = _indices.Int32;
        int[] shape = _input.Shape;
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

/// <content>Registers <see cref="GatherND"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds GATHER_ND for every type.</summary>
    public static OpResolver AddGatherND(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.GatherND, TypeSet.Any, 6, static () => new GatherND());
    }
}

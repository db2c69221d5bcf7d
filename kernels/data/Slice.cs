// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SLICE. out[i] = in[begin + i]. A size of -1 means the rest of the dimension.</summary>
/// <supports>any type; begin and size int32 or int64, constant or not; sizes known only at run time must be those of the output</supports>
public sealed class Slice : DataKernel
{
    private Tensor _input;
    private Tensor _output;
    private Tensor _begin;
    private Tensor _size;
    private StridedCopy _copy;
    private bool _isConstant;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 3);
        context.RequireOutputs(1);
        Locate(context);
        _input = context.Input(0);
        _output = context.Output(0);
        int rank = _input.Rank;
        context.RequireSameType(_output, _input);
        context.RequireRank(_output, rank, rank);
        _begin = IntegerList(context, 1, rank);
        _size = IntegerList(context, 2, rank);
        context.RequireSameType(_size, _begin);
        _copy = new StridedCopy(context, rank);
        for (int d = 0; d < rank; d++)
        {
            _copy.Add(_output.Shape[d], Step(_input, d), Step(_output, d));
        }

        _copy.End();
        _isConstant = _begin.IsConstant && _size.IsConstant;
        if (_isConstant)
        {
            _copy.SourceStart = Start(ErrorCode.ConstantInvalid, ErrorCode.ShapeMismatch);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (!_isConstant)
        {
            _copy.SourceStart = Start(ErrorCode.IndexOutOfRange, ErrorCode.ValueOutOfRange);
        }

        _copy.Run(_input, _output);
    }

    private int Start(ErrorCode wrongBegin, ErrorCode wrongSize)
    {
        int start = 0;
        for (int d = 0; d < _input.Rank; d++)
        {
            int begin = _begin.GetInt32(d);
            int size = _size.GetInt32(d);
            int limit = _input.Shape[d];
            if (begin < 0 || begin > limit)
            {
                throw RunTimeError(wrongBegin, _begin, limit, begin);
            }

            if (size < -1 || size > limit - begin)
            {
                throw RunTimeError(wrongBegin, _size, limit - begin, size);
            }

            size = size < 0 ? limit - begin : size;
            if (size != _output.Shape[d])
            {
                throw RunTimeError(wrongSize, _output, size, _output.Shape[d]);
            }

            start = start * limit + begin;
        }

        return start;
    }
}

/// <content>Registers <see cref="Slice"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds SLICE for every type.</summary>
    public static OpResolver AddSlice(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Slice, TypeSet.Any, 7, static () => new Slice());
    }
}

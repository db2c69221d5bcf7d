// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// STRIDED_SLICE. out[i] = in[begin + i · stride] in every dimension, up to and without end. Negative begins and ends count from the end
/// of the dimension; all are clamped to it. Masks ignore begin or end, remove a dimension (shrink), insert one of size 1 (new axis), or
/// let one entry stand for all dimensions that have no entry (ellipsis). Dimensions after the last entry are copied whole.
/// </summary>
/// <supports>
/// any type; all masks; begin, end and strides int32 or int64, constant or not; what is known only at run time must give the output's
/// shape
/// </supports>
public sealed class StridedSlice : DataKernel
{
    private Tensor _input;
    private Tensor _output;
    private Tensor _begin;
    private Tensor _end;
    private Tensor _strides;
    private StridedCopy _copy;
    private int _beginMask;
    private int _endMask;
    private int _ellipsisMask;
    private int _newAxisMask;
    private int _shrinkMask;
    private bool _isOffset;
    private bool _isConstant;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(4, 4);
        context.RequireOutputs(1);
        Locate(context);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireSameType(_output, _input);
        _begin = context.RawInput(1);
        context.RequireType(_begin, TypeSet.Int32 | TypeSet.Int64);
        int entries = _begin.ElementCount;
        _end = IntegerList(context, 2, entries);
        _strides = IntegerList(context, 3, entries);

        OptionsView options = context.Options(BuiltinOptionsType.StridedSlice);
        _beginMask = options.Int32(StridedSliceOptions.BeginMask);
        _endMask = options.Int32(StridedSliceOptions.EndMask);
        _ellipsisMask = options.Int32(StridedSliceOptions.EllipsisMask);
        _newAxisMask = options.Int32(StridedSliceOptions.NewAxisMask);
        _shrinkMask = options.Int32(StridedSliceOptions.ShrinkAxisMask);
        _isOffset = options.Bool(StridedSliceOptions.Offset);
        if (entries > 31 || (_ellipsisMask & (_ellipsisMask - 1)) != 0)
        {
            throw context.Error(ErrorCode.OptionInvalid, _begin, 1, _ellipsisMask);
        }

        _copy = new StridedCopy(context, _input.Rank);
        _isConstant = _begin.IsConstant && _end.IsConstant && _strides.IsConstant;
        if (_isConstant)
        {
            LayOut(ErrorCode.ConstantInvalid, ErrorCode.ShapeMismatch);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (!_isConstant)
        {
            LayOut(ErrorCode.ValueOutOfRange, ErrorCode.ValueOutOfRange);
        }

        _copy.Run(_input, _output);
    }

    private void LayOut(ErrorCode wrongValue, ErrorCode wrongShape)
    {
        Tensor input = _input;
        int entries = _begin.ElementCount;
        int wholeDimensions = input.Rank;
        bool hasEllipsis = false;
        for (int i = 0; i < entries; i++)
        {
            if ((_ellipsisMask >> i & 1) != 0)
            {
                hasEllipsis = true;
            }
            else if ((_newAxisMask >> i & 1) == 0)
            {
                wholeDimensions--;
            }
        }

        if (wholeDimensions < 0)
        {
            throw RunTimeError(wrongValue, _begin, input.Rank, entries);
        }

        // If no entry is an ellipsis, one more is assumed at the end for the dimensions without an entry.
        _copy.Begin(0, 0);
        int start = 0;
        int d = 0;
        int outputDimension = 0;
        for (int i = 0; i <= entries; i++)
        {
            bool isWhole = i == entries ? !hasEllipsis : (_ellipsisMask >> i & 1) != 0;
            if (isWhole)
            {
                for (int k = 0; k < wholeDimensions; k++, d++)
                {
                    RequireOutput(wrongShape, outputDimension, input.Shape[d]);
                    _copy.Add(input.Shape[d], Step(input, d), Step(_output, outputDimension++));
                }

                continue;
            }

            if (i == entries)
            {
                break;
            }

            if ((_newAxisMask >> i & 1) != 0)
            {
                RequireOutput(wrongShape, outputDimension++, 1);
                continue;
            }

            int size = input.Shape[d];
            int step = Step(input, d++);
            int stride = _strides.GetInt32(i);
            bool isShrunk = (_shrinkMask >> i & 1) != 0;
            if (stride == 0 || (isShrunk && stride < 0))
            {
                throw RunTimeError(wrongValue, _strides, 1, stride);
            }

            long given = _begin.GetInt32(i);
            int begin = Place(stride, size, (_beginMask >> i & 1) != 0 ? stride > 0 ? -1L - size : size : given);
            if (isShrunk)
            {
                if (begin >= size)
                {
                    throw RunTimeError(wrongValue, _begin, size, given);
                }

                start += begin * step;
                continue;
            }

            long last = _end.GetInt32(i) + (_isOffset ? begin : 0L);
            int end = Place(stride, size, (_endMask >> i & 1) != 0 ? stride > 0 ? size : -1L - size : last);
            long span = stride > 0 ? (long)end - begin : (long)begin - end;
            long magnitude = stride > 0 ? stride : -(long)stride;
            int count = span <= 0 ? 0 : (int)((span + magnitude - 1) / magnitude);
            RequireOutput(wrongShape, outputDimension, count);
            start += begin * step;
            _copy.Add(count, step * stride, Step(_output, outputDimension++));
        }

        if (outputDimension != _output.Rank)
        {
            throw RunTimeError(wrongShape, _output, outputDimension, _output.Rank);
        }

        _copy.SourceStart = start;
        _copy.End();
    }

    /// <summary>
    /// A begin or end, counted from the end if negative, clamped to [0, size] for a positive stride, else to [-1, size - 1].
    /// </summary>
    private static int Place(int stride, int size, long value)
    {
        value = value < 0 ? value + size : value;
        int min = stride > 0 ? 0 : -1;
        int max = stride > 0 ? size : size - 1;
        return value < min ? min : value > max ? max : (int)value;
    }

    private void RequireOutput(ErrorCode code, int dimension, int size)
    {
        if (dimension >= _output.Rank)
        {
            throw RunTimeError(code, _output, dimension + 1, _output.Rank);
        }

        if (_output.Shape[dimension] != size)
        {
            throw RunTimeError(code, _output, size, _output.Shape[dimension]);
        }
    }
}

/// <content>Registers <see cref="StridedSlice"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds STRIDED_SLICE for every type.</summary>
    public static OpResolver AddStridedSlice(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.StridedSlice, TypeSet.Any, 9, static () => new StridedSlice());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// DYNAMIC_UPDATE_SLICE. out[i] = in[i], except out[start + i] = update[i]. Starts are clamped so that the update lies inside.
/// </summary>
/// <supports>any type; int32 or int64 start indices</supports>
public sealed class DynamicUpdateSlice : DataKernel
{
    private Tensor _input;
    private Tensor _update;
    private Tensor _start;
    private Tensor _output;
    private StridedCopy _copy;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 3);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _update = context.Input(1);
        _output = context.Output(0);
        int rank = _input.Rank;
        _start = IntegerList(context, 2, rank);
        context.RequireSameType(_update, _input);
        context.RequireSameType(_output, _input);
        context.RequireRank(_update, rank, rank);
        context.RequireSameShape(_output, _input);
        _copy = new StridedCopy(context, rank);
        for (int d = 0; d < rank; d++)
        {
            if (_update.Shape[d] > _input.Shape[d])
            {
                throw context.Error(ErrorCode.ShapeMismatch, _update, _input.Shape[d], _update.Shape[d]);
            }

            _copy.Add(_update.Shape[d], Step(_update, d), Step(_output, d));
        }

        _copy.End();
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        Array.Copy(_input.Data, _input.Offset, _output.Data, _output.Offset, _output.ElementCount);
        int place = 0;
        for (int d = 0; d < _input.Rank; d++)
        {
            int start = _start.GetInt32(d);
            int max = _input.Shape[d] - _update.Shape[d];
            place = place * _input.Shape[d] + (start < 0 ? 0 : start > max ? max : start);
        }

        _copy.TargetStart = place;
        _copy.Run(_update, _output);
    }
}

/// <content>Registers <see cref="DynamicUpdateSlice"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds DYNAMIC_UPDATE_SLICE for every type.</summary>
    public static OpResolver AddDynamicUpdateSlice(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.DynamicUpdateSlice, TypeSet.Any, 5, static () => new DynamicUpdateSlice());
    }
}

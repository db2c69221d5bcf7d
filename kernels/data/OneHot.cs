// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// ONE_HOT. out[.., k, ..] = on if k = indices[..], else off, where k runs along a new axis of size depth. An index outside the depth
/// gives off everywhere.
/// </summary>
/// <supports>values of any type; int32 or int64 indices; a depth that comes at run time is taken from the output's shape</supports>
public sealed class OneHot : DataKernel
{
    private Tensor _indices;
    private Tensor _on;
    private Tensor _off;
    private Tensor _output;
    private int _outer;
    private int _depth;
    private int _inner;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(4, 4);
        context.RequireOutputs(1);
        _indices = context.Input(0);
        _on = context.Input(2);
        _off = context.Input(3);
        _output = context.Output(0);
        context.RequireType(_indices, TypeSet.Int32 | TypeSet.Int64);
        context.RequireElementCount(_on, 1);
        context.RequireElementCount(_off, 1);
        context.RequireSameType(_off, _on);
        context.RequireSameType(_output, _on);
        int rank = _indices.Rank + 1;
        int option = context.Options(BuiltinOptionsType.OneHot).Int32(OneHotOptions.Axis);
        int axis = Axis(context, ErrorCode.OptionInvalid, _output, option, rank);
        context.RequireRank(_output, rank, rank);
        Tensor depth = IntegerList(context, 1, 1);
        if (depth.IsConstant)
        {
            context.RequireDimension(_output, axis, depth.GetInt32(0));
        }

        for (int d = 0; d < rank; d++)
        {
            if (d != axis)
            {
                context.RequireDimension(_output, d, _indices.Shape[d < axis ? d : d - 1]);
            }
        }

        _outer = _output.CountOf(0, axis);
        _depth = _output.Shape[axis];
        _inner = Step(_output, axis);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        BlockCopy.Fill(_output, _off);
        Array on = _on.Data;
        Array output = _output.Data;
        int at = _output.Offset;
        int i = 0;
        for (int o = 0; o < _outer; o++)
        {
            for (int end = at + _inner; at < end; at++)
            {
                int index = _indices.GetInt32(i++);
                if (index >= 0 && index < _depth)
                {
                    Array.Copy(on, _on.Offset, output, at + index * _inner, 1);
                }
            }

            at += (_depth - 1) * _inner;
        }
    }
}

/// <content>Registers <see cref="OneHot"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds ONE_HOT for values of every type.</summary>
    public static OpResolver AddOneHot(this OpResolver resolver)
    {
        return resolver.Add(new OpRegistration(BuiltinOperator.OneHot, null, TypeSet.Any, 2, 2, static () => new OneHot()));
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>REVERSE_V2. out[.., i, ..] = in[.., n − 1 − i, ..] along each of the axes.</summary>
/// <supports>any type; any set of axes, constant or not</supports>
public sealed class ReverseV2 : DataKernel
{
    private Tensor _input;
    private Tensor _axes;
    private Tensor _output;
    private StridedCopy _copy;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        Locate(context);
        _input = context.Input(0);
        _axes = context.RawInput(1);
        _output = context.Output(0);
        context.RequireSameType(_output, _input);
        context.RequireSameShape(_output, _input);
        context.RequireType(_axes, TypeSet.Int32 | TypeSet.Int64);
        context.RequireRank(_axes, 0, 1);
        _copy = new StridedCopy(context, _input.Rank);
        if (_axes.IsConstant)
        {
            LayOut(ErrorCode.ConstantInvalid);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (!_axes.IsConstant)
        {
            LayOut(ErrorCode.ValueOutOfRange);
        }

        _copy.Run(_input, _output);
    }

    private void LayOut(ErrorCode wrongAxis)
    {
        int rank = _input.Rank;
        int reversed = 0;
        for (int i = 0; i < _axes.ElementCount; i++)
        {
            int axis = _axes.GetInt32(i);
            axis = axis < 0 ? axis + rank : axis;
            if (axis < 0 || axis >= rank || (reversed >> axis & 1) != 0)
            {
                throw RunTimeError(wrongAxis, _axes, rank, _axes.GetInt32(i));
            }

            reversed |= 1 << axis;
        }

        _copy.Begin(0, 0);
        int start = 0;
        for (int d = 0; d < rank; d++)
        {
            int size = _input.Shape[d];
            int step = Step(_input, d);
            bool isReversed = (reversed >> d & 1) != 0;
            start += isReversed ? (size - 1) * step : 0;
            _copy.Add(size, isReversed ? -step : step, step);
        }

        _copy.SourceStart = start;
        _copy.End();
    }
}

/// <content>Registers <see cref="ReverseV2"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds REVERSE_V2 for every type.</summary>
    public static OpResolver AddReverseV2(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ReverseV2, TypeSet.Any, 4, static () => new ReverseV2());
    }
}

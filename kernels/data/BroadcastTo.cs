// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// BROADCAST_TO. out[i] = in[i], with index 0 in dimensions where the input's size is 1 or the dimension is missing.
/// </summary>
/// <supports>any type; the shape is the output's, which a constant list must repeat</supports>
public sealed class BroadcastTo : DataKernel
{
    private Tensor _input;
    private Tensor _output;
    private StridedCopy _copy;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireSameType(_output, _input);
        int rank = _output.Rank;
        RequireShapeOfList(context, _output, IntegerList(context, 1, rank));
        context.RequireRank(_input, 0, rank);
        _copy = new StridedCopy(context, rank);
        for (int d = 0; d < rank; d++)
        {
            int from = d - rank + _input.Rank;
            int size = from < 0 ? 1 : _input.Shape[from];
            if (size != 1)
            {
                context.RequireDimension(_output, d, size);
            }

            _copy.Add(_output.Shape[d], size == 1 ? 0 : Step(_input, from), Step(_output, d));
        }

        _copy.End();
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _copy.Run(_input, _output);
    }
}

/// <content>Registers <see cref="BroadcastTo"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds BROADCAST_TO for every type.</summary>
    public static OpResolver AddBroadcastTo(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.BroadcastTo, TypeSet.Any, 4, static () => new BroadcastTo());
    }
}

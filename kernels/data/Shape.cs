// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SHAPE. out[d] = size of dimension d of the input. The input's elements are not read.</summary>
/// <supports>input of any type; int32 or int64 output</supports>
public sealed class Shape : DataKernel
{
    private Tensor _input;
    private Tensor _output;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        _input = context.RawInput(0);
        _output = context.Output(0);
        context.RequireType(_output, TypeSet.Int32 | TypeSet.Int64);
        context.RequireRank(_output, 1, 1);
        context.RequireElementCount(_output, _input.Rank);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        for (int d = 0; d < _input.Rank; d++)
        {
            _output.SetInteger(d, _input.Shape[d]);
        }
    }
}

/// <content>Registers <see cref="Shape"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds SHAPE for inputs of every type.</summary>
    public static OpResolver AddShape(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Shape, TypeSet.Any, 2, static () => new Shape());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>RANK. out = number of dimensions of the input. The input's elements are not read.</summary>
/// <supports>input of any type; int32 output</supports>
public sealed class Rank : DataKernel
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
        context.RequireType(_output, TypeSet.Int32);
        context.RequireElementCount(_output, 1);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _output.SetInteger(0, _input.Rank);
    }
}

/// <content>Registers <see cref="Rank"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds RANK for inputs of every type.</summary>
    public static OpResolver AddRank(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Rank, TypeSet.Any, 2, static () => new Rank());
    }
}

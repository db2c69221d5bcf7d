// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>ZEROS_LIKE. out[i] = 0: the stored value 0 for every zero point.</summary>
/// <supports>any type</supports>
public sealed class ZerosLike : DataKernel
{
    private Tensor _output;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        Tensor input = context.RawInput(0);
        _output = context.Output(0);
        context.RequireSameType(_output, input);
        context.RequireSameShape(_output, input);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        BlockCopy.Fill(_output, 0);
    }
}

/// <content>Registers <see cref="ZerosLike"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds ZEROS_LIKE for every type.</summary>
    public static OpResolver AddZerosLike(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ZerosLike, TypeSet.Any, 2, static () => new ZerosLike());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>FILL. out[i] = value.</summary>
/// <supports>any type; the shape is the output's, which a constant list must repeat</supports>
public sealed class Fill : DataKernel
{
    private Tensor _value;
    private Tensor _output;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        Tensor sizes = context.RawInput(0);
        _value = context.Input(1);
        _output = context.Output(0);
        context.RequireType(sizes, TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.Int64);
        context.RequireRank(sizes, 1, 1);
        RequireShapeOfList(context, _output, sizes);
        context.RequireRank(_value, 0, 0);
        context.RequireSameType(_output, _value);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        BlockCopy.Fill(_output, _value);
    }
}

/// <content>Registers <see cref="Fill"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds FILL for values of every type.</summary>
    public static OpResolver AddFill(this OpResolver resolver)
    {
        return resolver.Add(new OpRegistration(BuiltinOperator.Fill, null, TypeSet.Any, 1, 5, static () => new Fill()));
    }
}

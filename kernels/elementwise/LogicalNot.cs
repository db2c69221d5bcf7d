// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>LOGICAL_NOT. out[i] = ¬in[i].</summary>
/// <supports>bool</supports>
public sealed class LogicalNot : Kernel
{
    private Tensor _input;
    private Tensor _output;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Bool);
        context.RequireType(_output, TypeSet.Bool);
        context.RequireSameShape(_output, _input);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        sbyte[] input = _input.Int8;
        sbyte[] output = _output.Int8;
        int at = _input.Offset;
        int to = _output.Offset;
        for (int end = at + _input.ElementCount; at < end; at++, to++)
        {
            output[to] = input[at] == 0 ? (sbyte)1 : (sbyte)0;
        }
    }
}

/// <content>LOGICAL_NOT.</content>
public static partial class ElementwiseKernels
{
    /// <summary>LOGICAL_NOT.</summary>
    public static OpResolver AddLogicalNot(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.LogicalNot, TypeSet.Bool, 2, static () => new LogicalNot());
    }
}

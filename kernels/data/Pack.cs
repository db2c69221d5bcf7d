// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>PACK. out[.., k, ..] = in_k[..]: stacks inputs of the same shape along a new axis.</summary>
/// <supports>any type</supports>
public sealed class Pack : DataKernel
{
    private Tensor[] _inputs;
    private Tensor _output;
    private int _outer;
    private int _inner;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, int.MaxValue);
        context.RequireOutputs(1);
        _output = context.Output(0);
        OptionsView options = context.Options(BuiltinOptionsType.Pack);
        int count = context.InputCount;
        if (options.Int32(PackOptions.ValuesCount) != count)
        {
            throw context.Error(ErrorCode.OptionInvalid, _output, count, options.Int32(PackOptions.ValuesCount));
        }

        Tensor first = context.Input(0);
        int rank = first.Rank + 1;
        int axis = Axis(context, ErrorCode.OptionInvalid, _output, options.Int32(PackOptions.Axis), rank);
        context.RequireRank(_output, rank, rank);
        for (int d = 0; d < rank; d++)
        {
            context.RequireDimension(_output, d, d == axis ? count : first.Shape[d < axis ? d : d - 1]);
        }

        _inputs = new Tensor[count];
        for (int k = 0; k < count; k++)
        {
            _inputs[k] = context.Input(k);
            context.RequireSameType(_inputs[k], _output);
            context.RequireSameShape(_inputs[k], first);
        }

        _outer = _output.CountOf(0, axis);
        _inner = Step(_output, axis);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        Tensor[] inputs = _inputs;
        int inner = _inner;
        for (int k = 0; k < inputs.Length; k++)
        {
            BlockCopy.Copy(inputs[k], 0, 0, inner, _output, k * inner, 0, inputs.Length * inner, 1, _outer, inner);
        }
    }
}

/// <content>Registers <see cref="Pack"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds PACK for every type.</summary>
    public static OpResolver AddPack(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Pack, TypeSet.Any, 5, static () => new Pack());
    }
}

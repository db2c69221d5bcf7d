// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>UNPACK. out_k[..] = in[.., k, ..]: one output for each index of the axis, without that dimension.</summary>
/// <supports>any type</supports>
public sealed class Unpack : Pieces
{
    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        OptionsView options = context.Options(BuiltinOptionsType.Unpack);
        int count = options.Int32(UnpackOptions.Num);
        context.RequireOutputs(count);
        Tensor input = context.Input(0);
        int axis = Axis(context, ErrorCode.OptionInvalid, input, options.Int32(UnpackOptions.Axis), input.Rank);
        context.RequireDimension(input, axis, count);
        int rank = input.Rank - 1;
        for (int k = 0; k < count; k++)
        {
            Tensor output = context.Output(k);
            context.RequireRank(output, rank, rank);
            for (int d = 0; d < rank; d++)
            {
                context.RequireDimension(output, d, input.Shape[d < axis ? d : d + 1]);
            }
        }

        Cut(context, input, axis);
    }
}

/// <content>Registers <see cref="Unpack"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds UNPACK for every type.</summary>
    public static OpResolver AddUnpack(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Unpack, TypeSet.Any, 5, static () => new Unpack());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SPLIT. out_k[.., i, ..] = in[.., k · n + i, ..]: pieces of equal size n along the axis.</summary>
/// <supports>any type; the axis is constant</supports>
public sealed class Split : Pieces
{
    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        int count = context.Options(BuiltinOptionsType.Split).Int32(SplitOptions.NumSplits);
        context.RequireOutputs(count);
        Tensor input = context.Input(1);
        int axis = Axis(context, ErrorCode.ConstantInvalid, input, ConstantScalar(context, 0), input.Rank);
        int size = count == 0 ? 0 : input.Shape[axis] / count;
        if (size * count != input.Shape[axis])
        {
            throw context.Error(ErrorCode.ShapeMismatch, input, count, input.Shape[axis]);
        }

        for (int k = 0; k < count; k++)
        {
            RequireShapeExcept(context, context.Output(k), input, axis);
            context.RequireDimension(context.Output(k), axis, size);
        }

        Cut(context, input, axis);
    }
}

/// <content>Registers <see cref="Split"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds SPLIT for every type.</summary>
    public static OpResolver AddSplit(this OpResolver resolver)
    {
        return resolver.Add(new OpRegistration(BuiltinOperator.Split, null, TypeSet.Any, 1, 5, static () => new Split()));
    }
}

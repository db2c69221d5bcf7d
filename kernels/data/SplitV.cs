// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SPLIT_V. out_k[.., i, ..] = in[.., offset_k + i, ..]: pieces of the given sizes along the axis. One size may be -1, which means
/// the rest.
/// </summary>
/// <supports>any type; the axis is constant; sizes that are not are taken from the outputs</supports>
public sealed class SplitV : Pieces
{
    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 3);
        int count = context.Options(BuiltinOptionsType.SplitV).Int32(SplitVOptions.NumSplits);
        context.RequireOutputs(count);
        Tensor input = context.Input(0);
        Tensor sizes = IntegerList(context, 1, count);
        int axis = Axis(context, ErrorCode.ConstantInvalid, input, ConstantScalar(context, 2), input.Rank);
        int total = 0;
        bool hasRest = false;
        for (int k = 0; k < count; k++)
        {
            Tensor output = context.Output(k);
            RequireShapeExcept(context, output, input, axis);
            total += output.Shape[axis];
            if (total > input.Shape[axis])
            {
                throw context.Error(ErrorCode.ShapeMismatch, input, input.Shape[axis], total);
            }

            if (!sizes.IsConstant)
            {
                continue;
            }

            int size = sizes.GetInt32(k);
            if (size == -1 && !hasRest)
            {
                hasRest = true;
            }
            else if (size < 0)
            {
                throw context.Error(ErrorCode.ConstantInvalid, sizes, 0, size);
            }
            else
            {
                context.RequireDimension(output, axis, size);
            }
        }

        if (total != input.Shape[axis])
        {
            throw context.Error(ErrorCode.ShapeMismatch, input, input.Shape[axis], total);
        }

        Cut(context, input, axis);
    }
}

/// <content>Registers <see cref="SplitV"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds SPLIT_V for every type.</summary>
    public static OpResolver AddSplitV(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.SplitV, TypeSet.Any, 3, static () => new SplitV());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SQUEEZE. out[i] = in[i] in row-major order. The listed dimensions, which have size 1, are removed; without a list, all of size 1.
/// </summary>
/// <supports>any type</supports>
public sealed class Squeeze : WholeCopy
{
    /// <inheritdoc/>
    protected override void CheckShape(PrepareContext context, Tensor input, Tensor output)
    {
        context.RequireInputs(1, 1);
        OptionsView options = context.Options(BuiltinOptionsType.Squeeze);
        int rank = input.Rank;
        int listed = options.Int32Count(SqueezeOptions.SqueezeDims);
        int dropped = 0;
        for (int i = 0; i < listed; i++)
        {
            int axis = options.Int32At(SqueezeOptions.SqueezeDims, i);
            if (axis < -rank || axis >= rank || input.Shape[axis < 0 ? axis + rank : axis] != 1)
            {
                throw context.Error(ErrorCode.OptionInvalid, input, rank, axis);
            }

            dropped |= 1 << (axis < 0 ? axis + rank : axis);
        }

        int left = 0;
        for (int d = 0; d < rank; d++)
        {
            if (listed == 0 ? input.Shape[d] == 1 : (dropped >> d & 1) != 0)
            {
                continue;
            }

            if (left >= output.Rank)
            {
                throw context.Error(ErrorCode.ShapeMismatch, output, left + 1, output.Rank);
            }

            context.RequireDimension(output, left++, input.Shape[d]);
        }

        context.RequireRank(output, left, left);
    }
}

/// <content>Registers <see cref="Squeeze"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds SQUEEZE for every type.</summary>
    public static OpResolver AddSqueeze(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Squeeze, TypeSet.Any, 3, static () => new Squeeze());
    }
}

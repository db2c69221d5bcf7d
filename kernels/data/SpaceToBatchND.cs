// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SPACE_TO_BATCH_ND. out[p · B + b, o, i] = in[b, o · s + p − before, i], where s are the block sizes of the spatial dimensions and p is
/// a position within a block. Padding is the stored value 0 for every zero point, as in the reference.
/// </summary>
/// <supports>
/// any type; any number of spatial dimensions; block shape and paddings are constant; padding is the stored value 0 at any zero point
/// </supports>
public sealed class SpaceToBatchND : SpaceAndBatch
{
    private bool _hasPadding;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        Prepare(context, false);
        _hasPadding = Target.ElementCount != Source.ElementCount;
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (_hasPadding)
        {
            BlockCopy.Fill(Target, 0);
        }

        CopyAll();
    }
}

/// <content>Registers <see cref="SpaceToBatchND"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds SPACE_TO_BATCH_ND for every type.</summary>
    public static OpResolver AddSpaceToBatchND(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.SpaceToBatchND, TypeSet.Any, 5, static () => new SpaceToBatchND());
    }
}

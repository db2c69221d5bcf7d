// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// BATCH_TO_SPACE_ND. out[b, o · s + p − before, i] = in[p · B + b, o, i], where s are the block sizes of the spatial dimensions and p is
/// a position within a block. Cropped elements are not copied.
/// </summary>
/// <supports>any type; any number of spatial dimensions; block shape and crops are constant</supports>
public sealed class BatchToSpaceND : SpaceAndBatch
{
    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        Prepare(context, true);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        CopyAll();
    }
}

/// <content>Registers <see cref="BatchToSpaceND"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds BATCH_TO_SPACE_ND for every type.</summary>
    public static OpResolver AddBatchToSpaceND(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.BatchToSpaceND, TypeSet.Any, 5, static () => new BatchToSpaceND());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Registers the kernels of data movement. Each operator's file adds its own call; this file has the one that registers them all.
/// </summary>
public static partial class DataKernels
{
    /// <summary>Every kernel of this assembly.</summary>
    public static OpResolver AddAllData(this OpResolver resolver)
    {
        return resolver
            .AddBatchToSpaceND()
            .AddBroadcastArgs()
            .AddBroadcastTo()
            .AddConcatenation()
            .AddDepthToSpace()
            .AddDynamicUpdateSlice()
            .AddEmbeddingLookup()
            .AddExpandDims()
            .AddFill()
            .AddGather()
            .AddGatherND()
            .AddMirrorPad()
            .AddOneHot()
            .AddPack()
            .AddPad()
            .AddPadV2()
            .AddRange()
            .AddRank()
            .AddReshape()
            .AddResizeNearestNeighbor()
            .AddReverseSequence()
            .AddReverseV2()
            .AddScatterND()
            .AddShape()
            .AddSlice()
            .AddSpaceToBatchND()
            .AddSpaceToDepth()
            .AddSplit()
            .AddSplitV()
            .AddSqueeze()
            .AddStridedSlice()
            .AddTile()
            .AddTranspose()
            .AddUnpack()
            .AddWhere()
            .AddZerosLike();
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Planner;

/// <summary>The activations of one subgraph, planned.</summary>
/// <param name="Subgraph">Index of the subgraph.</param>
/// <param name="OwnBytes">What the plan takes that the model brought; null where it brought none.</param>
/// <param name="GreedyBytes">What the plan takes that the interpreter makes itself, of the model as it was.</param>
/// <param name="SameOrderBytes">What the best plan takes that was found for the order of nodes that the model had.</param>
/// <param name="BestBytes">What the best plan takes that was found in any order.</param>
/// <param name="ProvedBytes">A lower bound of every plan with the node order of the best one, as far as proved; with one region for each type.</param>
/// <param name="BoundBytes">The most bytes live at one moment in each type's region, in the order of the best.</param>
/// <param name="TrueBoundBytes">The most bytes live at one moment in all, in the order of the best: what memory without types could do with.</param>
/// <param name="MovedNodes">Number of nodes that run at another place than before.</param>
/// <param name="Alignment">Bytes that all offsets are a multiple of.</param>
/// <param name="IsOverlapped">Whether tensors that are live at one moment share bytes, as only TinyInterp's kernels allow.</param>
/// <param name="Offsets">Byte offset of each tensor, regions behind each other; -1 for what is not in the arena.</param>
public sealed record SubgraphResult(
    int Subgraph,
    long? OwnBytes,
    long GreedyBytes,
    long SameOrderBytes,
    long BestBytes,
    long ProvedBytes,
    long BoundBytes,
    long TrueBoundBytes,
    int MovedNodes,
    int Alignment,
    bool IsOverlapped,
    IReadOnlyList<int> Offsets)
{
    /// <summary>Whether no other plan of this order takes less.</summary>
    public bool IsOptimal => BestBytes == ProvedBytes;

    /// <summary>Whether it takes less than what the interpreter would do without it.</summary>
    public bool IsBetter => BestBytes < (OwnBytes ?? GreedyBytes);
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Optimize.Prune;

/// <summary>What pruning did to one weight tensor.</summary>
/// <param name="Node">Index of its node.</param>
/// <param name="Operator">The node's operator.</param>
/// <param name="Tensor">The tensor's name.</param>
/// <param name="Weights">Number of weights before.</param>
/// <param name="SparsityBefore">Share of them that were 0 before.</param>
/// <param name="Sparsity">Share of them that are 0 or gone.</param>
/// <param name="ChannelsBefore">Output channels before.</param>
/// <param name="Channels">Output channels left.</param>
/// <param name="DeadKept">Channels whose weights are all 0 and which could not be removed.</param>
/// <param name="Notes">Why they could not.</param>
public sealed record LayerPruning(
    int Node, string Operator, string Tensor, int Weights, double SparsityBefore, double Sparsity, int ChannelsBefore, int Channels,
    int DeadKept, IReadOnlyList<string> Notes);

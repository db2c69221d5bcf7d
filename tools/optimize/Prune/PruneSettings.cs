// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Prune;

/// <summary>What to prune.</summary>
/// <param name="Sparsity">Share of weights (or channels) to zero: at least 0, below 1. 0 only removes what is dead already.</param>
/// <param name="Pattern">Which may be zeroed together.</param>
/// <param name="Scope">Among which the least are sought.</param>
public sealed record PruneSettings(
    double Sparsity, PrunePattern Pattern = PrunePattern.Unstructured, PruneScope Scope = PruneScope.Layer);

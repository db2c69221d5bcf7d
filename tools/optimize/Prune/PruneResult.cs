// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Optimize.Prune;

/// <summary>A pruned model.</summary>
/// <param name="Zeroed">The model with weights zeroed and every channel still there.</param>
/// <param name="Model">The model to use: what is dead has been removed from it.</param>
/// <param name="Layers">Each weight tensor.</param>
public sealed record PruneResult(byte[] Zeroed, byte[] Model, IReadOnlyList<LayerPruning> Layers);

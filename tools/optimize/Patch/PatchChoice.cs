// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Optimize.Patch;

/// <summary>A stage with a grid, and what it comes to.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="FirstNode">Index of the stage's first node.</param>
/// <param name="LastNode">Index of the stage's last node.</param>
/// <param name="PeakBytes">Peak of the activations, as planned.</param>
/// <param name="LeanBytes">The least arena with which the model runs.</param>
/// <param name="Macs">Multiply-accumulates of an Invoke.</param>
/// <param name="Layers">Each layer of the stage.</param>
/// <param name="Model">The model.</param>
public sealed record PatchChoice(
    PatchGrid Grid, int FirstNode, int LastNode, long PeakBytes, long LeanBytes, long Macs, IReadOnlyList<PatchLayerCost> Layers, byte[] Model);

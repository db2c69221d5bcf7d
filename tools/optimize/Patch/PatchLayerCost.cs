// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Patch;

/// <summary>What patches cost at a layer.</summary>
/// <param name="Node">Index of the node in the model without patches.</param>
/// <param name="Name">The operator, with the size of its window if it has one.</param>
/// <param name="Macs">Multiply-accumulates without patches.</param>
/// <param name="PatchedMacs">Multiply-accumulates of all patches.</param>
/// <param name="HaloRows">Rows of the stage's input that each patch needs beyond its own because of this layer's window.</param>
/// <param name="HaloColumns">The same for columns.</param>
public sealed record PatchLayerCost(int Node, string Name, long Macs, long PatchedMacs, int HaloRows, int HaloColumns);

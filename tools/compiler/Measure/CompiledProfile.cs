// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.IlMeter;

namespace TinyInterp.Compiler.Measure;

/// <summary>What one Invoke of a compiled model cost.</summary>
/// <param name="Total">The whole Invoke.</param>
/// <param name="Layers">The layers in the order in which they run.</param>
/// <param name="Heap">What the model takes of a board's heap.</param>
public sealed record CompiledProfile(IlReading Total, IReadOnlyList<LayerCost> Layers, DeviceHeapReport Heap);

/// <summary>What a layer cost.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Units">Units of its classes; those of a class that several layers share are divided by their multiply-accumulates.</param>
public sealed record LayerCost(LayerReport Layer, double Units);

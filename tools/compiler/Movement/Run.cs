// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Compiler.Graph;

namespace TinyInterp.Compiler.Movement;

/// <summary>Neighbouring elements that come from neighbouring elements, or that all hold one constant.</summary>
/// <param name="Target">The output.</param>
/// <param name="To">Number of the first element in the output.</param>
/// <param name="Source">The input, or null for a constant.</param>
/// <param name="From">Number of the first element in the input.</param>
/// <param name="Value">The constant.</param>
/// <param name="Count">Number of elements.</param>
internal sealed record Run(GraphTensor Target, int To, GraphTensor? Source, int From, double Value, int Count);

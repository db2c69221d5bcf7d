// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using TinyInterp.Schema;

namespace TinyInterp.GoldenCases;

/// <summary>How a random model of one operator is drawn.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Types">The types of data that the reference computes.</param>
/// <param name="Draw">Adds tensors and the node.</param>
public sealed record Recipe(BuiltinOperator Operator, IReadOnlyList<TensorType> Types, Action<NodeDraw> Draw)
{
    /// <summary>The range of values that inputs are drawn from where not every stored value makes sense; null for all.</summary>
    public (int Low, int High)? Integers { get; init; }

    /// <summary>The same for float32 inputs.</summary>
    public (double Low, double High) Reals { get; init; } = (-4, 4);
}

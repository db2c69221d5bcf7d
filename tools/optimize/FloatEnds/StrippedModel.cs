// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Optimize.FloatEnds;

/// <summary>A model without QUANTIZE at its inputs and DEQUANTIZE at its outputs.</summary>
/// <param name="Model">The model; null if there is nothing to remove.</param>
/// <param name="Ends">All float32 inputs and outputs that the model had.</param>
public sealed record StrippedModel(byte[]? Model, IReadOnlyList<FloatEnd> Ends)
{
    /// <summary>The ends that are quantised now.</summary>
    public IEnumerable<FloatEnd> Changed => Ends.Where(end => end.Refusal == null);
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Planner;

/// <summary>A model with its places.</summary>
/// <param name="Model">The model with all plans stored, also those that are no better than greedy.</param>
/// <param name="Subgraphs">What was found for each subgraph that has nodes.</param>
public sealed record ModelPlan(byte[] Model, IReadOnlyList<SubgraphResult> Subgraphs)
{
    /// <summary>Whether any subgraph takes less than it would without the plan.</summary>
    public bool IsBetter => Subgraphs.Any(subgraph => subgraph.IsBetter);
}

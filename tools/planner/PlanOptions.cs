// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Planner.Packing;

namespace TinyInterp.Planner;

/// <summary>How a model is planned.</summary>
public sealed record PlanOptions
{
    /// <summary>The time that the whole search may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether nodes may run in another order where that lowers the peak.</summary>
    public bool MayReorder { get; init; } = true;

    /// <summary>Receives the progress of the search; may be null.</summary>
    public Action<SearchProgress>? Progress { get; init; }
}

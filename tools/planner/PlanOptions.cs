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

    /// <summary>
    /// The kernels that will run the model, which say what tensors may overlap. Without them, and for a model that they cannot run, none do,
    /// and other runtimes can use the plan, too.
    /// </summary>
    public OpResolver? Kernels { get; init; }

    /// <summary>Whether to use overlaps that keep kernels from being fast, too.</summary>
    public bool MayBeSlow { get; init; }

    /// <summary>Receives the progress of the search; may be null.</summary>
    public Action<SearchProgress>? Progress { get; init; }
}

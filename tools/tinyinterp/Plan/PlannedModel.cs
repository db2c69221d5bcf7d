// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Planner;
using TinyInterp.Tool.Inspect;

namespace TinyInterp.Tool.Plan;

/// <summary>A model with the places of its tensors planned ahead, where that is worth it; else the model as it was.</summary>
/// <param name="Bytes">The model.</param>
/// <param name="Before">What it needed before.</param>
/// <param name="After">What it needs now.</param>
/// <param name="MovedNodes">Number of nodes that run at another place than before.</param>
internal sealed record PlannedModel(byte[] Bytes, ArenaNeeds? Before, ArenaNeeds? After, int MovedNodes)
{
    /// <summary>
    /// Part of the arena that must be saved beyond what the plan adds to the model: on a board the model's bytes lie on the same heap.
    /// </summary>
    private const double WorthIt = 0.01;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(3);

    /// <summary>Whether planning helped.</summary>
    internal bool IsChanged => After != Before;

    /// <summary>What it did.</summary>
    internal string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"planned: arena {Before?.FastBytes:N0} -> {After?.FastBytes:N0} bytes, lean {Before?.LeanBytes:N0} -> {After?.LeanBytes:N0}"
        + $"{(MovedNodes == 0 ? string.Empty : $", {MovedNodes} nodes in another order")} (--no-plan leaves the model as it is)");

    /// <summary>Plans a model.</summary>
    /// <param name="model">A sound model; one that cannot be run stays as it is.</param>
    /// <param name="isLean">Whether the lean arena is the one that counts.</param>
    internal static PlannedModel Of(byte[] model, bool isLean)
    {
        ArenaNeeds? before = null;
        try
        {
            before = ArenaNeeds.Of(model);
            ModelPlan plan = ModelPlanner.Plan(model, new PlanOptions { TimeLimit = _limit, Kernels = new OpResolver().AddAll(), MayBeSlow = isLean });
            ArenaNeeds after = plan.IsBetter ? ArenaNeeds.Of(plan.Model) : before;
            long saved = isLean ? before.LeanBytes - after.LeanBytes : before.FastBytes - after.FastBytes;
            if (saved - (plan.Model.Length - model.Length) >= WorthIt * (isLean ? before.LeanBytes : before.FastBytes) && saved > 0)
            {
                return new PlannedModel(plan.Model, before, after, plan.Subgraphs.Sum(subgraph => subgraph.MovedNodes));
            }
        }
        catch (Exception e) when (e is ModelException or InvalidDataException or NotSupportedException)
        {
            // Not to be run with the kernels that there are, or something in it cannot be written again: it stays as it is.
        }

        return new PlannedModel(model, before, before, 0);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TinyInterp.IlMeter;

namespace TinyInterp.Tool.Prune;

/// <summary>What the kernels as they are cost before and after, in the meter's units.</summary>
internal sealed class KernelSaving
{
    private const double Noticeable = 0.0005;

    /// <param name="before">The model as it was.</param>
    /// <param name="zeroed">With weights zeroed and all channels there.</param>
    /// <param name="after">With dead channels removed.</param>
    internal KernelSaving(byte[] before, byte[] zeroed, byte[] after)
    {
        IlProfiler profiler = IlProfiler.OfThisProgram();
        ModelProfile old = profiler.Profile(before);
        ModelProfile now = profiler.Profile(after);
        Before = old.Total.Units;
        Zeroed = profiler.Profile(zeroed).Total.Units;
        After = now.Total.Units;
        Nodes = old.Nodes.Where(node => node.Subgraph == 0).Select(node => new NodeSaving(
            node.Node, node.Units, now.Nodes.FirstOrDefault(n => n.Subgraph == 0 && n.Node == node.Node)?.Units ?? 0)).ToArray();
    }

    internal double Before { get; }

    /// <summary>Cost with zeros in place of weights, and nothing removed.</summary>
    internal double Zeroed { get; }

    internal double After { get; }

    internal IReadOnlyList<NodeSaving> Nodes { get; }

    /// <summary>The findings, nothing being said as plainly as something.</summary>
    internal IEnumerable<string> Sentences()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"kernel cost: {Before:#,0} -> {After:#,0} units per Invoke, {Saved(Before, After)}");
        yield return "zeros alone: " + Saved(Before, Zeroed)
            + (Share(Before, Zeroed) < Noticeable ? ", because zero weights cost as much as others" : string.Empty);
        if (Zeroed != After)
        {
            yield return "removed channels: " + Saved(Zeroed, After)
                + (After > Zeroed ? ", because the remaining numbers of channels suit the kernels' loops less" : string.Empty);
        }
    }

    /// <summary>What part of a cost is gone, as people read it.</summary>
    internal static string Saved(double before, double after)
    {
        double percent = Math.Round(100 * Share(before, after), 1);
        return percent == 0 ? "0 % saved"
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(percent):0.0} % {(percent > 0 ? "saved" : "more")}");
    }

    /// <summary>What part of a cost is gone.</summary>
    internal static double Share(double before, double after)
    {
        return before == 0 ? 0 : 1 - after / before;
    }

    /// <param name="Node">Index of the node.</param>
    /// <param name="UnitsBefore">Its cost before.</param>
    /// <param name="Units">Its cost now.</param>
    internal sealed record NodeSaving(int Node, double UnitsBefore, double Units);
}

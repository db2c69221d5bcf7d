// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TinyInterp.IlMeter;

namespace TinyInterp.Tool.Prune;

/// <summary>What the kernels as they are cost before and after, in the meter's units.</summary>
internal sealed class KernelSaving
{
    private const double Noticeable = 0.0005;

    internal KernelSaving(byte[] before, byte[] after)
    {
        IlProfiler profiler = IlProfiler.OfThisProgram();
        ModelProfile old = profiler.Profile(before);
        ModelProfile now = profiler.Profile(after);
        Before = old.Total.Units;
        After = now.Total.Units;
        Nodes = old.Nodes.Where(node => node.Subgraph == 0).Select(node => new NodeSaving(
            node.Node, node.Units, now.Nodes.FirstOrDefault(n => n.Subgraph == 0 && n.Node == node.Node)?.Units ?? 0)).ToArray();
    }

    internal double Before { get; }

    internal double After { get; }

    /// <summary>Share of the cost that is gone.</summary>
    internal double Share => Before == 0 ? 0 : 1 - After / Before;

    internal IReadOnlyList<NodeSaving> Nodes { get; }

    /// <summary>The finding in one sentence, nothing being said as plainly as something.</summary>
    internal string Sentence(bool isAnythingZeroed)
    {
        string figures = string.Create(CultureInfo.InvariantCulture, $"{Before:#,0} -> {After:#,0} units an Invoke");
        if (Share >= Noticeable)
        {
            return string.Create(CultureInfo.InvariantCulture, $"kernel cost: {figures}, {100 * Share:0.0} % saved");
        }

        if (Share <= -Noticeable)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"kernel cost: {figures}, {-100 * Share:0.0} % more: sizes that are left do not fit the kernels' unrolled loops as well");
        }

        return "kernel cost: " + figures + ", 0 % saved"
            + (isAnythingZeroed ? ": zeros cost as much as other weights on these kernels, only removed channels save" : string.Empty);
    }

    /// <param name="Node">Index of the node.</param>
    /// <param name="UnitsBefore">Its cost before.</param>
    /// <param name="Units">Its cost now.</param>
    internal sealed record NodeSaving(int Node, double UnitsBefore, double Units);
}

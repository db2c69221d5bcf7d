// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.IlMeter;
using TinyInterp.Tool.Embed;

namespace TinyInterp.Tool.Inspect;

/// <summary>Whether a board's managed heap holds a model.</summary>
internal sealed class BoardReport
{
    /// <summary>Loads the model as the board would and counts.</summary>
    /// <param name="board">The board.</param>
    /// <param name="model">A model that can be run.</param>
    /// <param name="plan">The plan of the subgraph that runs.</param>
    /// <param name="fastBytes">The arena in which it is fastest.</param>
    /// <param name="leanBytes">The smallest arena.</param>
    internal BoardReport(Board board, byte[] model, ArenaReport plan, long fastBytes, long leanBytes)
    {
        Name = board.Name;
        LeastHeapBytes = board.LeastHeapBytes;
        MostHeapBytes = board.MostHeapBytes;
        LargestBlockBytes = board.LargestBlockBytes;
        DeploymentBytes = board.DeploymentBytes;
        LongestArrayBytes = Math.Max(
            model.Length,
            plan.Entries.GroupBy(entry => entry.Region)
                .Max(region => (long?)region.Max(entry => entry.Offset + entry.Bytes)) ?? 0);

        // As embed writes it, which gives the parts in which the bytes come.
        int partBytes = model.Length > SourceForm.MaxModelBytes ? ResourceForm.ChunkBytes : SourceForm.PartBytes;
        DeviceHeap heap = new DeviceHeap(InstrumentedAssemblies.OfThisProgram());
        HeapUse Use(long arenaBytes)
        {
            return new HeapUse(heap.Predict(model, (int)arenaBytes, partBytes), LongestArrayBytes, board);
        }

        Fast = Use(fastBytes);
        Lean = Use(leanBytes);
    }

    /// <summary>Name of the firmware's target.</summary>
    public string Name { get; }

    /// <summary>Free heap that an app can count on; null where no limit is known.</summary>
    public long? LeastHeapBytes { get; }

    /// <summary>Free heap at best.</summary>
    public long? MostHeapBytes { get; }

    /// <summary>The longest array that an app can count on.</summary>
    public long? LargestBlockBytes { get; }

    /// <summary>Flash for assemblies and resources.</summary>
    public long? DeploymentBytes { get; }

    /// <summary>The longest array that the model takes: its own bytes, or a region of the arena.</summary>
    public long LongestArrayBytes { get; }

    /// <summary>With the arena in which it is fastest.</summary>
    public HeapUse Fast { get; }

    /// <summary>With the smallest arena.</summary>
    public HeapUse Lean { get; }
}

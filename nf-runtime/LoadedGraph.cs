// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp;

/// <summary>A model that is ready to run and has its memory.</summary>
internal sealed class LoadedGraph
{
    private readonly Subgraph[] _subgraphs;
    private readonly ResourceTable _resources;
    private readonly int _modelLength;

    internal LoadedGraph(Subgraph[] subgraphs, ResourceTable resources, int modelLength, long persistentBytes, long planBytes)
    {
        _subgraphs = subgraphs;
        _resources = resources.Count == 0 ? null : resources;
        _modelLength = modelLength;
        PlanBytes = (int)planBytes;
        UsedBytes = (int)(persistentBytes + planBytes);
    }

    /// <summary>The subgraph that Invoke runs.</summary>
    internal Subgraph Main => _subgraphs[0];

    /// <summary>Number of bytes of scratch, activations and called subgraphs.</summary>
    internal int PlanBytes { get; }

    /// <summary>Number of these bytes and of those of persistent memory.</summary>
    internal int UsedBytes { get; }

    /// <summary>Number of bytes of packed weights and look-up tables.</summary>
    internal long PackedWeightBytes { get; private set; }

    /// <summary>Another graph of the same arena, or null.</summary>
    internal LoadedGraph Next { get; set; }

    /// <summary>
    /// Lets kernels pack weights, node by node, in what the arena's budget leaves over; with 0, they drop all packed weights. Packed
    /// weights are made from the model's bytes. More than a multiple of these can only come from a model in which many nodes share
    /// constants, and is refused.
    /// </summary>
    internal void PackWeights(long spareBytes)
    {
        long plausible = 65536 + 16L * _modelLength;
        SpareMemory spare = spareBytes == 0 ? null : new SpareMemory(spareBytes < plausible ? spareBytes : plausible);
        for (int s = 0; s < _subgraphs.Length; s++)
        {
            for (int n = 0; _subgraphs[s] != null && n < _subgraphs[s].NodeCount; n++)
            {
                PackWeights(_subgraphs[s].Kernel(n), spare);
            }
        }

        PackedWeightBytes = spare == null ? 0 : spare.TakenBytes;
    }

    /// <summary>A subgraph, or null if the main subgraph does not reach it.</summary>
    internal Subgraph Subgraph(int index)
    {
        return index >= 0 && index < _subgraphs.Length ? _subgraphs[index] : null;
    }

    /// <summary>Points activations at the arrays that interpreters share, after another model has replaced them by longer ones.</summary>
    internal void Follow(ArenaArrays plan)
    {
        for (int s = 0; s < _subgraphs.Length; s++)
        {
            if (_subgraphs[s] != null)
            {
                _subgraphs[s].Follow(plan);
            }
        }
    }

    /// <summary>Sets the profiler of all subgraphs.</summary>
    internal void SetProfiler(INodeProfiler profiler)
    {
        for (int s = 0; s < _subgraphs.Length; s++)
        {
            if (_subgraphs[s] != null)
            {
                _subgraphs[s].Profiler = profiler;
            }
        }
    }

    /// <summary>Resets all state.</summary>
    internal void Reset()
    {
        if (_resources != null)
        {
            _resources.Reset();
        }

        for (int s = 0; s < _subgraphs.Length; s++)
        {
            if (_subgraphs[s] != null)
            {
                _subgraphs[s].Reset();
            }
        }
    }

    private static void PackWeights(Kernel kernel, SpareMemory spare)
    {
        try
        {
            kernel.PackWeights(spare);
        }
        catch (OutOfMemoryException)
        {
            // The machine has less memory than the budget allows. The node runs without packed weights.
            kernel.PackWeights(null);
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp;

/// <summary>A model that is ready to be run and has its memory.</summary>
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

    /// <summary>Bytes of scratch, activations and called subgraphs.</summary>
    internal int PlanBytes { get; }

    /// <summary>Bytes of these and of persistent memory.</summary>
    internal int UsedBytes { get; }

    /// <summary>Bytes of packed weights and look-up tables.</summary>
    internal long PackedWeightBytes { get; private set; }

    /// <summary>Another graph of the same arena, or null.</summary>
    internal LoadedGraph Next { get; set; }

    /// <summary>
    /// Lets kernels pack weights, node by node, in what the arena's budget leaves; or has them give up all, with 0. Packed weights are made
    /// of the model's own bytes, so what would exceed a multiple of these comes of a model that many nodes share constants in.
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

    /// <summary>A subgraph, or null where the main one does not reach it.</summary>
    internal Subgraph Subgraph(int index)
    {
        return index >= 0 && index < _subgraphs.Length ? _subgraphs[index] : null;
    }

    /// <summary>Seats activations on the arrays that interpreters share, where another model has made these longer.</summary>
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

    /// <summary>Tells all subgraphs of the profiler.</summary>
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

    /// <summary>Brings all state back to its beginning.</summary>
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
            // The budget promised more than the machine has; the node does without.
            kernel.PackWeights(null);
        }
    }
}

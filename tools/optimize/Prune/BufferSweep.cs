// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Prune;

/// <summary>Drops buffers that nothing refers to any more.</summary>
internal static class BufferSweep
{
    internal static void Run(ModelDocument model)
    {
        TensorDef[] tensors = model.Subgraphs.SelectMany(graph => graph.Tensors).ToArray();
        HashSet<int> used = tensors.Select(tensor => tensor.BufferIndex)
            .Concat((model.Metadata ?? []).Select(metadata => metadata.BufferIndex))
            .Concat(model.MetadataBuffers ?? [])
            .Append(0)
            .ToHashSet();
        int[] kept = Enumerable.Range(0, model.Buffers.Count).Where(used.Contains).ToArray();
        Dictionary<int, int> numbers = kept.Select((old, number) => (old, number)).ToDictionary(pair => pair.old, pair => pair.number);
        model.Buffers = kept.Select(old => model.Buffers[old]).ToList();
        foreach (TensorDef tensor in tensors)
        {
            tensor.BufferIndex = numbers[tensor.BufferIndex];
        }

        model.Metadata?.ForEach(metadata => metadata.BufferIndex = numbers[metadata.BufferIndex]);
        model.MetadataBuffers = model.MetadataBuffers?.Select(old => numbers[old]).ToArray();
    }
}

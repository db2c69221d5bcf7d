// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Writer;

/// <summary>
/// The metadata entry OfflineMemoryAllocation: 32-bit words, namely a version, the subgraph, the number of its tensors, and for each of
/// them its offset in bytes, or -1 for one that is placed at run time. TensorFlow Lite Micro reads the entry of a model with one
/// subgraph; of several it would take the first for all. Plans whose tensors overlap as TinyInterp's kernels allow have an entry of their
/// own, TinyInterpMemoryAllocation, because other kernels may not.
/// </summary>
public static class OfflinePlanMetadata
{
    /// <summary>Name of the entry.</summary>
    public const string Name = "OfflineMemoryAllocation";

    /// <summary>Name of the entry whose tensors may overlap.</summary>
    public const string OverlappedName = "TinyInterpMemoryAllocation";

    private const int Version = 1;

    /// <summary>Stores the plan of a subgraph; the model must not have one for it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="subgraph">Index of the subgraph.</param>
    /// <param name="byteOffsets">The offset of each tensor.</param>
    /// <param name="isOverlapped">Whether tensors that are live at the same time may share bytes.</param>
    public static void Store(ModelDocument model, int subgraph, IReadOnlyList<int> byteOffsets, bool isOverlapped = false)
    {
        byte[] words = new[] { Version, subgraph, byteOffsets.Count }.Concat(byteOffsets).SelectMany(BitConverter.GetBytes).ToArray();
        (model.Metadata ??= new List<MetadataDef>()).Add(new MetadataDef { Name = isOverlapped ? OverlappedName : Name, BufferIndex = model.Buffers.Count });
        model.Buffers.Add(new BufferDef { Data = words });
    }

    /// <summary>Whether the model contains a plan for a subgraph.</summary>
    public static bool Has(ModelDocument model, int subgraph)
    {
        return Entries(model).Any(metadata => model.Buffers[metadata.BufferIndex].Data is { Length: >= 8 } data && BitConverter.ToInt32(data, 4) == subgraph);
    }

    /// <summary>Removes all plans. Whoever changes the tensors of a model must: a plan is for these and no others.</summary>
    public static void Remove(ModelDocument model)
    {
        foreach (MetadataDef metadata in Entries(model))
        {
            model.Metadata?.Remove(metadata);
            if (metadata.BufferIndex == model.Buffers.Count - 1)
            {
                model.Buffers.RemoveAt(metadata.BufferIndex);
            }
            else
            {
                model.Buffers[metadata.BufferIndex] = new BufferDef();
            }
        }

        model.Metadata = model.Metadata is { Count: 0 } ? null : model.Metadata;
    }

    /// <summary>The entries, the last buffer's first.</summary>
    private static MetadataDef[] Entries(ModelDocument model)
    {
        return (model.Metadata ?? []).Where(metadata => metadata.Name is Name or OverlappedName).OrderByDescending(metadata => metadata.BufferIndex).ToArray();
    }
}

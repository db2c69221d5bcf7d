// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// Offsets that the model fixes ahead of time. The metadata entry OfflineMemoryAllocation holds 32-bit words: a format version, the
/// subgraph, the number of tensors, and for each tensor its byte offset or -1. Here each type has a region of its own, which starts with
/// the lowest tensor of that type. An offset must be a multiple of the element's width. The entry TinyInterpMemoryAllocation has the same
/// form and goes before; its tensors may overlap as the kernels allow, which other runtimes' kernels may not.
/// </summary>
internal sealed class OfflinePlan
{
    private const int HeaderWords = 3;

    private readonly FlatBufferReader _reader;
    private readonly int _offsets;
    private readonly int _count;

    private OfflinePlan(FlatBufferReader reader, int offsets, int count)
    {
        _reader = reader;
        _offsets = offsets;
        _count = count;
    }

    /// <summary>The plan for a subgraph, or null if the model has none.</summary>
    /// <param name="model">The verified model.</param>
    /// <param name="subgraph">Index of the subgraph.</param>
    /// <param name="tensorCount">Number of its tensors.</param>
    /// <param name="mayOverlap">Whether it is known how tensors may overlap, so that the entry whose tensors do applies.</param>
    internal static OfflinePlan Find(ModelView model, int subgraph, int tensorCount, bool mayOverlap)
    {
        OfflinePlan plan = mayOverlap ? Find(model, subgraph, tensorCount, MetadataView.OverlappedMemoryAllocation) : null;
        return plan == null ? Find(model, subgraph, tensorCount, MetadataView.OfflineMemoryAllocation) : plan;
    }

    private static OfflinePlan Find(ModelView model, int subgraph, int tensorCount, string name)
    {
        FlatBufferReader reader = model.Reader;
        MetadataView metadata = new MetadataView(reader);
        BufferView buffer = new BufferView(reader);
        for (int i = 0; i < model.MetadataCount; i++)
        {
            model.Metadata(i, metadata);
            if (!reader.StringEquals(metadata.Name, name))
            {
                continue;
            }

            model.Buffer(metadata.Buffer, buffer);
            int words = buffer.DataLength / 4;
            int position = buffer.DataPosition;
            if (words < HeaderWords || (buffer.DataLength & 3) != 0)
            {
                throw Failure(subgraph, HeaderWords * 4, buffer.DataLength);
            }

            if (reader.ReadInt32(position) < 0 || reader.ReadInt32(position) > 1)
            {
                throw Failure(subgraph, 1, reader.ReadInt32(position));
            }

            if (reader.ReadInt32(position + 4) != subgraph)
            {
                continue;
            }

            int count = reader.ReadInt32(position + 8);
            if (count != tensorCount || count != words - HeaderWords)
            {
                throw Failure(subgraph, tensorCount, count);
            }

            return new OfflinePlan(reader, position + 4 * HeaderWords, count);
        }

        return null;
    }

    /// <summary>The offset of a tensor in elements, or <see cref="MemoryPlanner.Unplaced"/>.</summary>
    internal int ElementOffset(int subgraph, int tensor, int elementSize)
    {
        int bytes = tensor < _count ? _reader.ReadInt32(_offsets + 4 * tensor) : MemoryPlanner.Unplaced;
        if (bytes == MemoryPlanner.Unplaced)
        {
            return bytes;
        }

        if (bytes < 0 || bytes % elementSize != 0)
        {
            throw new ModelException(ErrorCode.OfflinePlanInvalid, subgraph, ModelException.Nowhere, tensor, elementSize, bytes);
        }

        return bytes / elementSize;
    }

    private static ModelException Failure(int subgraph, long expected, long found)
    {
        return new ModelException(
            ErrorCode.OfflinePlanInvalid, subgraph, ModelException.Nowhere, ModelException.Nowhere, expected, found);
    }
}

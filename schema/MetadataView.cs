// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>A metadata entry: a named buffer that does not belong to a tensor.</summary>
public sealed class MetadataView : TableView
{
    /// <summary>Name of the entry that fixes tensors' offsets in the arena ahead of time.</summary>
    public const string OfflineMemoryAllocation = "OfflineMemoryAllocation";

    /// <summary>
    /// Name of an entry of the same form whose tensors overlap where TinyInterp's kernels allow it. It goes before the other one.
    /// </summary>
    public const string OverlappedMemoryAllocation = "TinyInterpMemoryAllocation";

    internal const int NameField = 0;
    internal const int BufferField = 1;

    /// <summary>A view that reads through <paramref name="reader"/>.</summary>
    public MetadataView(FlatBufferReader reader)
        : base(reader)
    {
    }

    /// <summary>Position of the name string, or 0.</summary>
    public int Name => Reader.Reference(Position, NameField);

    /// <summary>Index of the buffer.</summary>
    public int Buffer => Reader.Int32Field(Position, BufferField, 0);
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>The name that a signature gives to one tensor.</summary>
public sealed class TensorMapView : TableView
{
    internal const int NameField = 0;
    internal const int TensorIndexField = 1;

    /// <summary>A view that reads through <paramref name="reader"/>.</summary>
    public TensorMapView(FlatBufferReader reader)
        : base(reader)
    {
    }

    /// <summary>Position of the name string, or 0.</summary>
    public int Name => Reader.Reference(Position, NameField);

    /// <summary>Index of the tensor in the signature's subgraph.</summary>
    public int TensorIndex => Reader.Int32Field(Position, TensorIndexField, 0);
}

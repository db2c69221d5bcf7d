// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>A named entry point: names for a subgraph's inputs and outputs.</summary>
public sealed class SignatureView : TableView
{
    internal const int InputsField = 0;
    internal const int OutputsField = 1;
    internal const int KeyField = 2;
    internal const int SubgraphIndexField = 4;

    /// <summary>A view that reads through <paramref name="reader"/>.</summary>
    public SignatureView(FlatBufferReader reader)
        : base(reader)
    {
    }

    /// <summary>Number of named inputs.</summary>
    public int InputCount => Count(InputsField);

    /// <summary>Number of named outputs.</summary>
    public int OutputCount => Count(OutputsField);

    /// <summary>Position of the signature's key, or 0.</summary>
    public int Key => Reader.Reference(Position, KeyField);

    /// <summary>The subgraph the signature runs.</summary>
    public int SubgraphIndex => Reader.Int32Field(Position, SubgraphIndexField, 0);

    /// <summary>Seats <paramref name="view"/> on named input <paramref name="index"/>.</summary>
    public void Input(int index, TensorMapView view)
    {
        Seat(view, InputsField, index);
    }

    /// <summary>Seats <paramref name="view"/> on named output <paramref name="index"/>.</summary>
    public void Output(int index, TensorMapView view)
    {
        Seat(view, OutputsField, index);
    }
}

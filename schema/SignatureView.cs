// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>A signature: a named entry point with names for a subgraph's inputs and outputs.</summary>
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

    /// <summary>Index of the subgraph that the signature runs.</summary>
    public int SubgraphIndex => Reader.Int32Field(Position, SubgraphIndexField, 0);

    /// <summary>Points <paramref name="view"/> at named input <paramref name="index"/>.</summary>
    public void Input(int index, TensorMapView view)
    {
        Seat(view, InputsField, index);
    }

    /// <summary>Points <paramref name="view"/> at named output <paramref name="index"/>.</summary>
    public void Output(int index, TensorMapView view)
    {
        Seat(view, OutputsField, index);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>One graph of the model: tensors, and nodes in execution order.</summary>
public sealed class SubgraphView : TableView
{
    internal const int TensorsField = 0;
    internal const int InputsField = 1;
    internal const int OutputsField = 2;
    internal const int OperatorsField = 3;
    internal const int NameField = 4;

    /// <summary>A view that reads through <paramref name="reader"/>.</summary>
    public SubgraphView(FlatBufferReader reader)
        : base(reader)
    {
    }

    /// <summary>Number of tensors.</summary>
    public int TensorCount => Count(TensorsField);

    /// <summary>Number of graph inputs.</summary>
    public int InputCount => Count(InputsField);

    /// <summary>Number of graph outputs.</summary>
    public int OutputCount => Count(OutputsField);

    /// <summary>Number of nodes.</summary>
    public int OperatorCount => Count(OperatorsField);

    /// <summary>Position of the graph's name, or 0.</summary>
    public int Name => Reader.Reference(Position, NameField);

    /// <summary>Tensor index of graph input <paramref name="index"/>.</summary>
    public int Input(int index)
    {
        return Int32At(InputsField, index);
    }

    /// <summary>Tensor index of graph output <paramref name="index"/>.</summary>
    public int Output(int index)
    {
        return Int32At(OutputsField, index);
    }

    /// <summary>Points <paramref name="view"/> at tensor <paramref name="index"/>.</summary>
    public void Tensor(int index, TensorView view)
    {
        Seat(view, TensorsField, index);
    }

    /// <summary>Points <paramref name="view"/> at node <paramref name="index"/>.</summary>
    public void Operator(int index, OperatorView view)
    {
        Seat(view, OperatorsField, index);
    }
}

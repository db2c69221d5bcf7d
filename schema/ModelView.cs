// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>The model's root table.</summary>
public sealed class ModelView : TableView
{
    internal const int VersionField = 0;
    internal const int OperatorCodesField = 1;
    internal const int SubgraphsField = 2;
    internal const int DescriptionField = 3;
    internal const int BuffersField = 4;
    internal const int MetadataBufferField = 5;
    internal const int MetadataField = 6;
    internal const int SignaturesField = 7;

    /// <summary>A view of the model that <paramref name="reader"/> reads, pointing at its root table.</summary>
    public ModelView(FlatBufferReader reader)
        : base(reader)
    {
        MoveTo(reader.Root);
    }

    /// <summary>Schema version; 3 in every model that can be loaded.</summary>
    public int Version => Reader.Int32Field(Position, VersionField, 0);

    /// <summary>Position of the description string, or 0.</summary>
    public int Description => Reader.Reference(Position, DescriptionField);

    /// <summary>Number of operator codes.</summary>
    public int OperatorCodeCount => Count(OperatorCodesField);

    /// <summary>Number of subgraphs; the first is the main one.</summary>
    public int SubgraphCount => Count(SubgraphsField);

    /// <summary>Number of buffers; buffer 0 is empty by convention.</summary>
    public int BufferCount => Count(BuffersField);

    /// <summary>Number of metadata entries.</summary>
    public int MetadataCount => Count(MetadataField);

    /// <summary>Number of signatures.</summary>
    public int SignatureCount => Count(SignaturesField);

    /// <summary>Points <paramref name="view"/> at operator code <paramref name="index"/>.</summary>
    public void OperatorCode(int index, OperatorCodeView view)
    {
        Seat(view, OperatorCodesField, index);
    }

    /// <summary>Points <paramref name="view"/> at subgraph <paramref name="index"/>.</summary>
    public void Subgraph(int index, SubgraphView view)
    {
        Seat(view, SubgraphsField, index);
    }

    /// <summary>Points <paramref name="view"/> at buffer <paramref name="index"/>.</summary>
    public void Buffer(int index, BufferView view)
    {
        Seat(view, BuffersField, index);
    }

    /// <summary>
    /// Whether a tensor is constant: it has bytes in the model, or it is an empty list and needs none. Points
    /// <paramref name="buffer"/> at the
    /// tensor's buffer, if that exists.
    /// </summary>
    public bool IsConstant(TensorView tensor, BufferView buffer)
    {
        if (tensor.Buffer >= BufferCount)
        {
            return tensor.IsEmptyList;
        }

        Buffer(tensor.Buffer, buffer);
        return buffer.DataLength != 0 || tensor.IsEmptyList;
    }

    /// <summary>Points <paramref name="view"/> at metadata entry <paramref name="index"/>.</summary>
    public void Metadata(int index, MetadataView view)
    {
        Seat(view, MetadataField, index);
    }

    /// <summary>Points <paramref name="view"/> at signature <paramref name="index"/>.</summary>
    public void Signature(int index, SignatureView view)
    {
        Seat(view, SignaturesField, index);
    }
}

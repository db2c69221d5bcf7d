// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>A tensor as the file describes it.</summary>
public sealed class TensorView : TableView
{
    internal const int ShapeField = 0;
    internal const int TypeField = 1;
    internal const int BufferField = 2;
    internal const int NameField = 3;
    internal const int QuantizationField = 4;
    internal const int IsVariableField = 5;
    internal const int SparsityField = 6;
    internal const int ShapeSignatureField = 7;

    /// <summary>A view that reads through <paramref name="reader"/>.</summary>
    public TensorView(FlatBufferReader reader)
        : base(reader)
    {
    }

    /// <summary>Number of dimensions; 0 for a scalar.</summary>
    public int Rank => Count(ShapeField);

    /// <summary>Element type.</summary>
    public TensorType Type => (TensorType)Reader.ByteField(Position, TypeField, 0);

    /// <summary>Index of the buffer with the constant's bytes. An empty buffer means that the tensor is not constant.</summary>
    public int Buffer => Reader.Int32Field(Position, BufferField, 0);

    /// <summary>Position of the name string, or 0.</summary>
    public int Name => Reader.Reference(Position, NameField);

    /// <summary>Position of the quantisation table, or 0.</summary>
    public int Quantization => Reader.Reference(Position, QuantizationField);

    /// <summary>Whether the tensor keeps its contents from one Invoke to the next.</summary>
    public bool IsVariable => Reader.ByteField(Position, IsVariableField, 0) != 0;

    /// <summary>Position of the sparsity table, or 0.</summary>
    public int Sparsity => Reader.Reference(Position, SparsityField);

    /// <summary>Number of dimensions in the shape signature; 0 if the shape is fully known.</summary>
    public int ShapeSignatureRank => Count(ShapeSignatureField);

    /// <summary>
    /// Whether the shape is [0]. Operators that take no axes or dimensions have such a list, and converters use it for tensors that carry
    /// quantisation parameters but no data.
    /// </summary>
    public bool IsEmptyList => Rank == 1 && Dimension(0) == 0;

    /// <summary>Size of dimension <paramref name="index"/>.</summary>
    public int Dimension(int index)
    {
        return Int32At(ShapeField, index);
    }

    /// <summary>Dimension <paramref name="index"/> of the shape signature: -1 if the converter did not know the size.</summary>
    public int SignatureDimension(int index)
    {
        return Int32At(ShapeSignatureField, index);
    }
}

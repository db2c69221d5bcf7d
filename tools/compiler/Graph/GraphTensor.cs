// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Compiler.Graph;

/// <summary>A tensor of the main subgraph, with what the compiler finds out about it.</summary>
public sealed class GraphTensor
{
    internal GraphTensor(Tensor tensor, string name)
    {
        Tensor = tensor;
        Name = name;
        if (tensor.Type is TensorType.Int8 or TensorType.Int16)
        {
            Min = (int)TensorTypes.MinInteger(tensor.Type);
            Max = (int)TensorTypes.MaxInteger(tensor.Type);
        }
    }

    /// <summary>Type, shape, quantisation, and the elements of a constant.</summary>
    public Tensor Tensor { get; }

    /// <summary>Its name in the model.</summary>
    public string Name { get; }

    /// <summary>Index in the subgraph.</summary>
    public int Index => Tensor.Index;

    /// <summary>Element type.</summary>
    public TensorType Type => Tensor.Type;

    /// <summary>Size of each dimension.</summary>
    public int[] Shape => Tensor.Shape;

    /// <summary>Number of elements.</summary>
    public int ElementCount => Tensor.ElementCount;

    /// <summary>Whether its elements are known now.</summary>
    public bool IsConstant => Tensor.IsConstant;

    /// <summary>The least stored value an int8 or int16 tensor can hold, by what its producer clamps to.</summary>
    public int Min { get; set; }

    /// <summary>The greatest.</summary>
    public int Max { get; set; }

    /// <summary>The tensor whose memory this one is, where only the shape differs; null for one with memory of its own.</summary>
    public GraphTensor? Alias { get; set; }

    /// <summary>The tensor whose memory holds the elements.</summary>
    public GraphTensor Storage => Alias == null ? this : Alias.Storage;

    /// <summary>Place of the first element in the region of its type.</summary>
    public int Offset { get; set; } = -1;
}

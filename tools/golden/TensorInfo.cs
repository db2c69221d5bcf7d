// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Golden;

/// <summary>An input or output as its bytes' reader must know it.</summary>
public sealed class TensorInfo
{
    /// <summary>A tensor of a type, given as its number because each build has a type of its own for it.</summary>
    public TensorInfo(int type, int[] shape, int elementCount, int byteCount)
    {
        Type = (TensorType)type;
        Shape = shape;
        ElementCount = elementCount;
        ByteCount = byteCount;
    }

    /// <summary>Element type.</summary>
    public TensorType Type { get; }

    /// <summary>Size of each dimension, outermost first.</summary>
    public int[] Shape { get; }

    /// <summary>Number of elements.</summary>
    public int ElementCount { get; }

    /// <summary>Number of bytes in raw form.</summary>
    public int ByteCount { get; }

    /// <summary>Type and shape, as in INT8 [1,12].</summary>
    public override string ToString()
    {
        return Type.ToString().ToUpperInvariant() + " [" + string.Join(",", Shape) + "]";
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// A tensor: type, shape, quantisation, and where its elements are. Elements lie in one of the arena's typed arrays from
/// <see cref="Offset"/> on, in row-major (NHWC) order; a constant's bytes stay in the model, at <see cref="ConstantOffset"/> of
/// <see cref="ConstantBytes"/>, and get a typed array only when a kernel asks for one.
/// </summary>
public sealed partial class Tensor
{
    private readonly FlatBufferReader _reader;
    private readonly int _scaleVector;
    private readonly int _zeroPointVector;

    /// <summary>A tensor that the model describes.</summary>
    internal Tensor(TensorView view, QuantizationView quantization, BufferView buffer, int subgraph, int index, bool isConstant)
    {
        _reader = view.Reader;
        Subgraph = subgraph;
        Index = index;
        Type = view.Type;
        IsVariable = view.IsVariable;
        Shape = new int[view.Rank];
        int count = 1;
        for (int d = 0; d < Shape.Length; d++)
        {
            Shape[d] = view.Dimension(d);
            count *= Shape[d];
        }

        ElementCount = count;
        if (isConstant)
        {
            // An empty list needs no bytes and may have no buffer either.
            ConstantBytes = _reader.Data;
            ConstantOffset = count == 0 ? 0 : buffer.DataPosition;
        }

        if (view.Quantization != 0)
        {
            quantization.MoveTo(view.Quantization);
            ChannelCount = quantization.ScaleCount;
            if (ChannelCount != 0)
            {
                Scale = quantization.Scale(0);
                ZeroPoint = quantization.ZeroPointCount == 0 ? 0 : (int)quantization.ZeroPoint(0);
                QuantizedDimension = Shape.Length == 1 ? 0 : quantization.QuantizedDimension;
                _scaleVector = quantization.ScaleVector;
                _zeroPointVector = quantization.ZeroPointCount > 1 ? quantization.ZeroPointVector : 0;
            }
        }
    }

    /// <summary>A kernel's scratch: a flat tensor that no model describes.</summary>
    internal Tensor(TensorType type, int count)
    {
        Subgraph = ModelException.Nowhere;
        Index = ModelException.Nowhere;
        Type = type;
        Shape = new int[] { count };
        ElementCount = count;
    }

    /// <summary>Index of the subgraph the tensor belongs to, or -1 for scratch.</summary>
    public int Subgraph { get; }

    /// <summary>Index of the tensor in its subgraph, or -1 for scratch.</summary>
    public int Index { get; }

    /// <summary>Element type.</summary>
    public TensorType Type { get; }

    /// <summary>Size of each dimension, outermost first; empty for a scalar. Not to be written to.</summary>
    public int[] Shape { get; }

    /// <summary>Number of dimensions.</summary>
    public int Rank => Shape.Length;

    /// <summary>Number of elements.</summary>
    public int ElementCount { get; }

    /// <summary>Number of bytes that the elements take in the file format; what an input or output is in raw form.</summary>
    public int ByteCount => (int)TensorTypes.ByteCount(Type, ElementCount);

    /// <summary>Whether the elements are the model's own, unchangeable.</summary>
    public bool IsConstant => ConstantBytes != null;

    /// <summary>Whether the elements survive from one Invoke to the next.</summary>
    public bool IsVariable { get; }

    /// <summary>The model's bytes where the tensor is constant, else null.</summary>
    public byte[] ConstantBytes { get; }

    /// <summary>Place of a constant's first byte in <see cref="ConstantBytes"/>.</summary>
    public int ConstantOffset { get; }

    /// <summary>Real size of one quantisation step; 0 where the tensor is not quantised. For channel 0 where it is per channel.</summary>
    public float Scale { get; }

    /// <summary>The stored value that stands for real 0.</summary>
    public int ZeroPoint { get; }

    /// <summary>Number of scales: 0 not quantised, 1 per tensor, else per channel.</summary>
    public int ChannelCount { get; }

    /// <summary>Whether the tensor has a scale.</summary>
    public bool IsQuantized => ChannelCount != 0;

    /// <summary>The dimension that per-channel scales run along; 0 for a tensor of one dimension, whatever the model says.</summary>
    public int QuantizedDimension { get; }

    /// <summary>Place of the first element in the typed array.</summary>
    public int Offset { get; private set; }

    /// <summary>The elements of an int8, uint8 or bool tensor (uint8 by its bits); null for other types.</summary>
    public sbyte[] Int8 { get; private set; }

    /// <summary>The elements of an int16 tensor; null for other types.</summary>
    public short[] Int16 { get; private set; }

    /// <summary>The elements of an int32, uint32 (by its bits) or resource tensor; null for other types.</summary>
    public int[] Int32 { get; private set; }

    /// <summary>The elements of an int64 or uint64 (by its bits) tensor; null for other types.</summary>
    public long[] Int64 { get; private set; }

    /// <summary>The elements of a float32 tensor; null for other types.</summary>
    public float[] Float32 { get; private set; }

    /// <summary>The typed array whatever its type, for Array.Copy; null before memory is allocated.</summary>
    public Array Data { get; private set; }

    /// <summary>The scale of one channel; with a single scale, that one for every channel.</summary>
    public float ChannelScale(int channel)
    {
        return ChannelCount > 1 ? _reader.ReadSingle(_scaleVector + 4 + 4 * channel) : Scale;
    }

    /// <summary>The zero point of one channel; with a single zero point, that one for every channel.</summary>
    public int ChannelZeroPoint(int channel)
    {
        return _zeroPointVector != 0 ? (int)_reader.ReadInt64(_zeroPointVector + 4 + 8 * channel) : ZeroPoint;
    }

    /// <summary>Product of the dimensions from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    public int CountOf(int first, int end)
    {
        int count = 1;
        for (int d = first; d < end; d++)
        {
            count *= Shape[d];
        }

        return count;
    }

    /// <summary>Whether both tensors have the same dimensions.</summary>
    public bool HasShapeOf(Tensor other)
    {
        if (Rank != other.Rank)
        {
            return false;
        }

        for (int d = 0; d < Shape.Length; d++)
        {
            if (Shape[d] != other.Shape[d])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Seats the tensor on the elements of a typed array from an offset on.</summary>
    internal void Bind(Array data, int offset)
    {
        Data = data;
        Offset = offset;
        switch (ArenaRegion.OfType(Type))
        {
            case ArenaRegion.Int8:
                Int8 = (sbyte[])data;
                break;
            case ArenaRegion.Int16:
                Int16 = (short[])data;
                break;
            case ArenaRegion.Int32:
                Int32 = (int[])data;
                break;
            case ArenaRegion.Int64:
                Int64 = (long[])data;
                break;
            case ArenaRegion.Float32:
                Float32 = (float[])data;
                break;
        }
    }
}

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
/// <remarks>
/// On a device each field costs 12 bytes for each tensor, so only what loops start from is a field. The rest is read from the model on demand.
/// </remarks>
public sealed partial class Tensor
{
    private const int NotConstant = -1;

    // The reader of the model that has the tensor's table, or, for a tensor that code describes, its quantisation.
    private readonly object _source;
    private readonly int _table;
    private readonly int _constant;

    // A field, since a typed array would cost two calls if it asked a property.
    private Array _data;

    /// <summary>A tensor that the model describes; it has no memory yet.</summary>
    /// <param name="view">The description.</param>
    /// <param name="shape">Its dimensions; tensors of one shape share the array.</param>
    /// <param name="buffer">A constant's buffer, or null where the tensor is none.</param>
    internal Tensor(TensorView view, int[] shape, BufferView buffer)
    {
        _source = view.Reader;
        _table = view.Position;
        Type = view.Type;
        Shape = shape;
        ElementCount = CountOf(0, shape.Length);

        // An empty list needs no bytes and may have no buffer either.
        _constant = buffer == null ? NotConstant : ElementCount == 0 ? 0 : buffer.DataPosition;
        int scales = ScaleVector;
        if (Model.VectorLength(scales) != 0)
        {
            Scale = Model.ReadSingle(scales + 4);
            int zeroPoints = ZeroPointVector;
            ZeroPoint = Model.VectorLength(zeroPoints) == 0 ? 0 : (int)Model.ReadInt64(zeroPoints + 4);
        }
    }

    /// <summary>Index of the subgraph the tensor belongs to, or -1 where code describes it. Searched for: for messages and tools.</summary>
    public int Subgraph => (int)(FindPlace() >> 32);

    /// <summary>Index of the tensor in its subgraph, or -1 where code describes it. Searched for: for messages and tools.</summary>
    public int Index => (int)FindPlace();

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
    public bool IsConstant => _constant != NotConstant;

    /// <summary>Whether the elements survive from one Invoke to the next.</summary>
    public bool IsVariable => _table != 0 && Model.ByteField(_table, TensorView.IsVariableField, 0) != 0;

    /// <summary>The model's bytes where the tensor is constant, else null.</summary>
    public byte[] ConstantBytes => IsConstant ? Model.Data : null;

    /// <summary>Place of a constant's first byte in <see cref="ConstantBytes"/>.</summary>
    public int ConstantOffset => IsConstant ? _constant : 0;

    /// <summary>Real size of one quantisation step; 0 where the tensor is not quantised. For channel 0 where it is per channel.</summary>
    public float Scale { get; }

    /// <summary>The stored value that stands for real 0.</summary>
    public int ZeroPoint { get; }

    /// <summary>Number of scales: 0 not quantised, 1 per tensor, else per channel.</summary>
    public int ChannelCount => _table == 0 ? Described.Scales.Length : Model.VectorLength(ScaleVector);

    /// <summary>Whether the tensor has a scale.</summary>
    public bool IsQuantized => ChannelCount != 0;

    /// <summary>The dimension that per-channel scales run along; 0 for a tensor of one dimension, whatever the model says.</summary>
    public int QuantizedDimension
    {
        get
        {
            return Rank == 1 || !IsQuantized ? 0
                : _table == 0 ? Described.QuantizedDimension
                : Model.Int32Field(Quantization, QuantizationView.QuantizedDimensionField, 0);
        }
    }

    /// <summary>Place of the first element in the typed array.</summary>
    public int Offset { get; private set; }

    /// <summary>The elements of an int8, uint8 or bool tensor (uint8 by its bits), or of an int4 constant; null for other types.</summary>
    public sbyte[] Int8 => _data as sbyte[];

    /// <summary>The elements of an int16 tensor; null for other types.</summary>
    public short[] Int16 => _data as short[];

    /// <summary>The elements of an int32, uint32 (by its bits) or resource tensor; null for other types.</summary>
    public int[] Int32 => _data as int[];

    /// <summary>The elements of an int64 or uint64 (by its bits) tensor; null for other types.</summary>
    public long[] Int64 => _data as long[];

    /// <summary>The elements of a float32 tensor; null for other types.</summary>
    public float[] Float32 => _data as float[];

    /// <summary>The typed array whatever its type, for Array.Copy; null before memory is allocated.</summary>
    public Array Data => _data;

    /// <summary>Position of the quantisation table, or 0.</summary>
    private int Quantization => Model.Reference(_table, TensorView.QuantizationField);

    private FlatBufferReader Model => (FlatBufferReader)_source;

    private DescribedQuantization Described => (DescribedQuantization)_source;

    private int ScaleVector => Vector(QuantizationView.ScaleField);

    private int ZeroPointVector => Vector(QuantizationView.ZeroPointField);

    /// <summary>The scale of one channel; with a single scale, that one for every channel.</summary>
    public float ChannelScale(int channel)
    {
        if (_table == 0)
        {
            return Described.Scales.Length > 1 ? Described.Scales[channel] : Scale;
        }

        int scales = ScaleVector;
        return Model.VectorLength(scales) > 1 ? Model.ReadSingle(scales + 4 + 4 * channel) : Scale;
    }

    /// <summary>The zero point of one channel; with a single zero point, that one for every channel.</summary>
    public int ChannelZeroPoint(int channel)
    {
        if (_table == 0)
        {
            return Described.ZeroPoints.Length > 1 ? Described.ZeroPoints[channel] : ZeroPoint;
        }

        int zeroPoints = ZeroPointVector;
        return Model.VectorLength(zeroPoints) > 1 ? (int)Model.ReadInt64(zeroPoints + 4 + 8 * channel) : ZeroPoint;
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

    /// <summary>Seats the tensor on elements of the array of its type.</summary>
    internal void Bind(ArenaArrays arrays, int offset)
    {
        Offset = offset;
        Follow(arrays);
    }

    /// <summary>Takes the array of the tensor's type anew, which may have been replaced by a longer one; the place in it stays.</summary>
    internal void Follow(ArenaArrays arrays)
    {
        _data = arrays.Region(MaterialRegion);
    }

    /// <summary>Whether both tensors are the same table of the model.</summary>
    internal bool IsDescribedAs(Tensor other)
    {
        return _table == other._table;
    }

    private int Vector(int field)
    {
        int quantization = Quantization;
        return quantization == 0 ? 0 : Model.Reference(quantization, field);
    }

    /// <summary>Index of the subgraph in the upper half, of the tensor in the lower. Entries that share a table count as the first of them.</summary>
    private long FindPlace()
    {
        if (_table == 0)
        {
            return -1;
        }

        ModelView model = new ModelView(Model);
        SubgraphView subgraph = new SubgraphView(Model);
        TensorView tensor = new TensorView(Model);
        for (int s = 0; s < model.SubgraphCount; s++)
        {
            model.Subgraph(s, subgraph);
            for (int t = 0; t < subgraph.TensorCount; t++)
            {
                subgraph.Tensor(t, tensor);
                if (tensor.Position == _table)
                {
                    return ((long)s << 32) + t;
                }
            }
        }

        return -1;
    }
}

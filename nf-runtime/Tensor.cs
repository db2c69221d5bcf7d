// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// A tensor: type, shape, quantisation, and where its elements are. Elements lie in one of the arena's typed arrays from
/// <see cref="Offset"/>
/// on, in row-major (NHWC) order. A constant's bytes stay in the model, at <see cref="ConstantOffset"/> of <see cref="ConstantBytes"/>;
/// they are copied to a typed array only if a kernel asks for it.
/// </summary>
/// <remarks>
/// On a device each field costs 12 bytes per tensor, so only what Eval reads is a field. The rest is read from the model on demand.
/// </remarks>
public sealed partial class Tensor
{
    private const int NotConstant = -1;

    // The reader of the model with the tensor's table, or, for a tensor described in code, its quantisation.
    private readonly object _source;
    private readonly int _table;
    private readonly int _constant;

    // A field rather than a property: each access to a typed array would cost a second call.
    private Array _data;

    /// <summary>Creates a tensor that the model describes. It has no memory yet.</summary>
    /// <param name="view">A view of the tensor's table.</param>
    /// <param name="shape">Its dimensions. Tensors with the same shape share the array.</param>
    /// <param name="buffer">A constant's buffer, or null for other tensors.</param>
    internal Tensor(TensorView view, int[] shape, BufferView buffer)
    {
        _source = view.Reader;
        _table = view.Position;
        Type = view.Type;
        Shape = shape;
        ElementCount = CountOf(0, shape.Length);

        // An empty list needs no bytes, and may have no buffer.
        _constant = buffer == null ? NotConstant : ElementCount == 0 ? 0 : buffer.DataPosition;
        int scales = ScaleVector;
        if (Model.VectorLength(scales) != 0)
        {
            Scale = Model.ReadSingle(scales + 4);
            int zeroPoints = ZeroPointVector;
            ZeroPoint = Model.VectorLength(zeroPoints) == 0 ? 0 : (int)Model.ReadInt64(zeroPoints + 4);
        }
    }

    /// <summary>
    /// Index of the subgraph that the tensor belongs to, or -1 if it is described in code. Found by a search: meant for messages and
    /// tools.
    /// </summary>
    public int Subgraph => (int)(FindPlace() >> 32);

    /// <summary>
    /// Index of the tensor in its subgraph, or -1 if it is described in code. Found by a search: meant for messages and tools.
    /// </summary>
    public int Index => (int)FindPlace();

    /// <summary>Element type.</summary>
    public TensorType Type { get; }

    /// <summary>Size of each dimension, outermost first; empty for a scalar. Do not write to it.</summary>
    public int[] Shape { get; }

    /// <summary>Number of dimensions.</summary>
    public int Rank => Shape.Length;

    /// <summary>Number of elements.</summary>
    public int ElementCount { get; }

    /// <summary>Number of bytes that the elements take in the file format, and in the raw form of inputs and outputs.</summary>
    public int ByteCount => (int)TensorTypes.ByteCount(Type, ElementCount);

    /// <summary>Whether the elements are in the model and cannot be changed.</summary>
    public bool IsConstant => _constant != NotConstant;

    /// <summary>Whether the elements keep their values from one Invoke to the next.</summary>
    public bool IsVariable => _table != 0 && Model.ByteField(_table, TensorView.IsVariableField, 0) != 0;

    /// <summary>The model's bytes if the tensor is constant, else null.</summary>
    public byte[] ConstantBytes => IsConstant ? Model.Data : null;

    /// <summary>Index of a constant's first byte in <see cref="ConstantBytes"/>.</summary>
    public int ConstantOffset => IsConstant ? _constant : 0;

    /// <summary>
    /// Real size of one quantisation step; 0 if the tensor is not quantised. If it is quantised per channel, that of channel 0.
    /// </summary>
    public float Scale { get; }

    /// <summary>The stored value that stands for real 0.</summary>
    public int ZeroPoint { get; }

    /// <summary>Number of scales: 0 if not quantised, 1 for the whole tensor, else one per channel.</summary>
    public int ChannelCount => _table == 0 ? Described.Scales.Length : Model.VectorLength(ScaleVector);

    /// <summary>Whether the tensor has a scale.</summary>
    public bool IsQuantized => ChannelCount != 0;

    /// <summary>The dimension that per-channel scales run along; always 0 for a tensor with one dimension.</summary>
    public int QuantizedDimension
    {
        get
        {
            return Rank == 1 || !IsQuantized ? 0
                : _table == 0 ? Described.QuantizedDimension
                : Model.Int32Field(Quantization, QuantizationView.QuantizedDimensionField, 0);
        }
    }

    /// <summary>Index of the first element in the typed array.</summary>
    public int Offset { get; private set; }

    /// <summary>The elements of an int8, uint8 (as bits) or bool tensor, or of an int4 constant; null for other types.</summary>
    public sbyte[] Int8 => _data as sbyte[];

    /// <summary>The elements of an int16 tensor; null for other types.</summary>
    public short[] Int16 => _data as short[];

    /// <summary>The elements of an int32, uint32 (as bits) or resource tensor; null for other types.</summary>
    public int[] Int32 => _data as int[];

    /// <summary>The elements of an int64 or uint64 (as bits) tensor; null for other types.</summary>
    public long[] Int64 => _data as long[];

    /// <summary>The elements of a float32 tensor; null for other types.</summary>
    public float[] Float32 => _data as float[];

    /// <summary>The typed array, of whatever type, for Array.Copy; null before memory is allocated.</summary>
    public Array Data => _data;

    /// <summary>Position of the quantisation table, or 0.</summary>
    private int Quantization => Model.Reference(_table, TensorView.QuantizationField);

    private FlatBufferReader Model => (FlatBufferReader)_source;

    private DescribedQuantization Described => (DescribedQuantization)_source;

    private int ScaleVector => Vector(QuantizationView.ScaleField);

    private int ZeroPointVector => Vector(QuantizationView.ZeroPointField);

    /// <summary>The scale of one channel. With a single scale, that one for every channel.</summary>
    public float ChannelScale(int channel)
    {
        if (_table == 0)
        {
            return Described.Scales.Length > 1 ? Described.Scales[channel] : Scale;
        }

        int scales = ScaleVector;
        return Model.VectorLength(scales) > 1 ? Model.ReadSingle(scales + 4 + 4 * channel) : Scale;
    }

    /// <summary>The zero point of one channel. With a single zero point, that one for every channel.</summary>
    public int ChannelZeroPoint(int channel)
    {
        if (_table == 0)
        {
            return Described.ZeroPoints.Length > 1 ? Described.ZeroPoints[channel] : ZeroPoint;
        }

        int zeroPoints = ZeroPointVector;
        return Model.VectorLength(zeroPoints) > 1 ? (int)Model.ReadInt64(zeroPoints + 4 + 8 * channel) : ZeroPoint;
    }

    /// <summary>Product of the dimensions from <paramref name="first"/> to <paramref name="end"/> − 1.</summary>
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

    /// <summary>Gives the tensor elements in the array of its type, from <paramref name="offset"/> on.</summary>
    internal void Bind(ArenaArrays arrays, int offset)
    {
        Offset = offset;
        Follow(arrays);
    }

    /// <summary>Reads the array of the tensor's type again, after it may have been replaced by a longer one. The offset stays.</summary>
    internal void Follow(ArenaArrays arrays)
    {
        _data = arrays.Region(MaterialRegion);
    }

    /// <summary>Whether both tensors are described by the same table of the model.</summary>
    internal bool IsDescribedAs(Tensor other)
    {
        return _table == other._table;
    }

    private int Vector(int field)
    {
        int quantization = Quantization;
        return quantization == 0 ? 0 : Model.Reference(quantization, field);
    }

    /// <summary>
    /// Index of the subgraph in the upper half, index of the tensor in the lower half. Of entries that share a table, the first is
    /// returned.
    /// </summary>
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

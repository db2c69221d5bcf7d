// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Prune;

/// <summary>A constant tensor's elements. With the first change it gets a buffer of its own, which no other tensor shares.</summary>
internal sealed class Constant
{
    private readonly ModelDocument _model;
    private readonly int _size;
    private byte[] _data;
    private bool _isOwn;

    private Constant(ModelDocument model, TensorDef tensor)
    {
        _model = model;
        Tensor = tensor;
        _size = TensorTypes.BitsPerElement(tensor.Type) / 8;
        _data = model.Buffers[tensor.BufferIndex].Data ?? [];
    }

    internal TensorDef Tensor { get; }

    internal int Count => _data.Length / _size;

    /// <summary>Whether a tensor is a constant of a type that can be changed here.</summary>
    internal static bool IsOne(ModelDocument model, TensorDef tensor)
    {
        return HasData(model, tensor) && tensor.Sparsity == null && !model.Buffers[tensor.BufferIndex].Outside
            && tensor.Type is TensorType.Float32 or TensorType.Int8 or TensorType.Int16 or TensorType.Int32 or TensorType.Int64
            && model.Buffers[tensor.BufferIndex].Data?.Length == Product(tensor.Shape) * (TensorTypes.BitsPerElement(tensor.Type) / 8);
    }

    /// <summary>Whether a tensor has bytes in the model.</summary>
    internal static bool HasData(ModelDocument model, TensorDef tensor)
    {
        return !tensor.IsVariable && model.Buffers[tensor.BufferIndex].Data is { Length: > 0 };
    }

    internal static Constant Of(ModelDocument model, TensorDef tensor)
    {
        return new Constant(model, tensor);
    }

    /// <summary>The stored number, which for float32 is the number itself.</summary>
    internal double this[int index]
    {
        get
        {
            ReadOnlySpan<byte> at = _data.AsSpan(index * _size);
            return Tensor.Type switch
            {
                TensorType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(at),
                TensorType.Int8 => (sbyte)at[0],
                TensorType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(at),
                TensorType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(at),
                _ => BinaryPrimitives.ReadInt64LittleEndian(at),
            };
        }

        set
        {
            Own();
            Span<byte> at = _data.AsSpan(index * _size);
            switch (Tensor.Type)
            {
                case TensorType.Float32:
                    BinaryPrimitives.WriteSingleLittleEndian(at, (float)value);
                    break;
                case TensorType.Int8:
                    at[0] = (byte)(sbyte)value;
                    break;
                case TensorType.Int16:
                    BinaryPrimitives.WriteInt16LittleEndian(at, (short)value);
                    break;
                case TensorType.Int32:
                    BinaryPrimitives.WriteInt32LittleEndian(at, (int)value);
                    break;
                default:
                    BinaryPrimitives.WriteInt64LittleEndian(at, (long)value);
                    break;
            }
        }
    }

    /// <summary>Leaves out some of the slices along a dimension, with their scales.</summary>
    internal void Remove(int dimension, HashSet<int> slices)
    {
        int size = Tensor.Shape[dimension];
        int step = _size * (int)Product(Tensor.Shape[(dimension + 1)..]);
        byte[] kept = new byte[_data.Length / size * (size - slices.Count)];
        int to = 0;
        for (int from = 0; from < _data.Length; from += step)
        {
            if (!slices.Contains(from / step % size))
            {
                Array.Copy(_data, from, kept, to, step);
                to += step;
            }
        }

        _data = kept;
        _isOwn = false;
        Own();
        SetSize(Tensor, dimension, size - slices.Count);
        if (Tensor.Quantization != null && (Tensor.Shape.Length == 1 || Tensor.Quantization.QuantizedDimension == dimension))
        {
            Tensor.Quantization = new QuantizationDef
            {
                Scale = Kept(Tensor.Quantization.Scale, size, slices),
                ZeroPoint = Kept(Tensor.Quantization.ZeroPoint, size, slices),
                Min = Kept(Tensor.Quantization.Min, size, slices),
                Max = Kept(Tensor.Quantization.Max, size, slices),
                QuantizedDimension = dimension,
                Details = Tensor.Quantization.Details,
            };
        }
    }

    /// <summary>Changes one size of a tensor's shape.</summary>
    internal static void SetSize(TensorDef tensor, int dimension, int size)
    {
        tensor.Shape = (int[])tensor.Shape.Clone();
        tensor.Shape[dimension] = size;
        if (tensor.ShapeSignature is { Length: > 0 } signature && signature[dimension] >= 0)
        {
            tensor.ShapeSignature = (int[])signature.Clone();
            tensor.ShapeSignature[dimension] = size;
        }
    }

    /// <summary>The stored number of real 0.</summary>
    internal static long ZeroPoint(TensorDef tensor)
    {
        return tensor.Quantization?.ZeroPoint is { Length: > 0 } zeroPoint ? zeroPoint[0] : 0;
    }

    internal static long Product(int[] shape)
    {
        return shape.Aggregate(1L, (count, size) => count * size);
    }

    private static T[]? Kept<T>(T[]? values, int size, HashSet<int> slices)
    {
        return values?.Length == size && size > 1 ? values.Where((_, i) => !slices.Contains(i)).ToArray() : values;
    }

    private void Own()
    {
        if (!_isOwn)
        {
            _data = (byte[])_data.Clone();
            _model.Buffers.Add(new BufferDef { Data = _data });
            Tensor.BufferIndex = _model.Buffers.Count - 1;
            _isOwn = true;
        }
    }
}

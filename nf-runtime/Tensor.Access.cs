// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp;

/// <content>Access to elements for apps and for Prepare. Kernels use the typed arrays in Eval.</content>
public sealed partial class Tensor
{
    // From this magnitude on a double has no fraction to round.
    private const double ExactLimit = 4503599627370496;

    /// <summary>An element of an integer tensor, from the typed array or from a constant's bytes.</summary>
    /// <param name="index">Index in row-major order.</param>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.IndexOutOfRange"/>; <see cref="ErrorCode.TypeUnsupported"/>: the type is not an integer.
    /// </exception>
    public long GetInteger(int index)
    {
        RequireIndex(index);
        if (_data == null)
        {
            return ConstantInteger(index);
        }

        switch (Type)
        {
            case TensorType.UInt8:
                return Int8[Offset + index] & 0xFF;
            case TensorType.Int8:
            case TensorType.Int4:
            case TensorType.Bool:
                return Int8[Offset + index];
            case TensorType.Int16:
                return Int16[Offset + index];
            case TensorType.UInt32:
                return Int32[Offset + index] & 0xFFFFFFFFL;
            case TensorType.Int32:
            case TensorType.Resource:
                return Int32[Offset + index];
            case TensorType.Int64:
            case TensorType.UInt64:
                return Int64[Offset + index];
            default:
                throw Failure(ErrorCode.TypeUnsupported, (int)TypeSet.Any, (int)Type);
        }
    }

    /// <summary>
    /// An element of an integer tensor, clamped to 32 bits. A larger value of an int64 tensor stays larger than any index of a shape.
    /// </summary>
    public int GetInt32(int index)
    {
        long value = GetInteger(index);
        return value > int.MaxValue ? int.MaxValue : value < int.MinValue ? int.MinValue : (int)value;
    }

    /// <summary>Sets an element of an integer tensor to the low bits of a value.</summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.IndexOutOfRange"/>; <see cref="ErrorCode.TypeUnsupported"/>: the type is not an integer;
    /// <see cref="ErrorCode.ArgumentInvalid"/>: the tensor is constant.
    /// </exception>
    public void SetInteger(int index, long value)
    {
        RequireIndex(index);
        RequireWritable();
        switch (ArenaRegion.OfType(Type))
        {
            case ArenaRegion.Int8:
                Int8[Offset + index] = (sbyte)value;
                break;
            case ArenaRegion.Int16:
                Int16[Offset + index] = (short)value;
                break;
            case ArenaRegion.Int32:
                Int32[Offset + index] = (int)value;
                break;
            case ArenaRegion.Int64:
                Int64[Offset + index] = value;
                break;
            default:
                throw Failure(ErrorCode.TypeUnsupported, (int)TypeSet.Any, (int)Type);
        }
    }

    /// <summary>
    /// The real value of an element: float32 as it is, integers by scale and zero point, or as they are if they are not quantised.
    /// </summary>
    public float GetReal(int index)
    {
        if (Type == TensorType.Float32)
        {
            RequireIndex(index);
            return _data == null ? ConstantSingle(index) : Float32[Offset + index];
        }

        long value = GetInteger(index);
        int channels = ChannelCount;
        if (channels > 1)
        {
            int channel = index / CountOf(QuantizedDimension + 1, Rank) % channels;
            return (float)((double)ChannelScale(channel) * (value - ChannelZeroPoint(channel)));
        }

        return channels == 1 ? (float)((double)Scale * (value - ZeroPoint)) : (float)value;
    }

    /// <summary>
    /// Sets an element to the stored value nearest to a real value, with halves rounded away from zero, clamped to the type's range. NaN
    /// counts as 0.
    /// </summary>
    public void SetReal(int index, float value)
    {
        RequireIndex(index);
        RequireWritable();
        if (Type == TensorType.Float32)
        {
            Float32[Offset + index] = value;
            return;
        }

        SetInteger(index, QuantizeValue(value, IsQuantized));
    }

    /// <summary>Sets all elements from real values.</summary>
    /// <param name="source">The values.</param>
    /// <param name="start">Index of the first of <see cref="ElementCount"/> values.</param>
    /// <exception cref="ModelException"><see cref="ErrorCode.TensorDataMismatch"/>: there are fewer values.</exception>
    public void Quantize(float[] source, int start)
    {
        RequireRoom(source == null ? 0 : source.Length, start, ElementCount);
        RequireWritable();
        float[] floats = Float32;
        bool isQuantized = IsQuantized;
        int offset = Offset;
        for (int i = 0; i < ElementCount; i++)
        {
            if (floats != null)
            {
                floats[offset + i] = source[start + i];
            }
            else
            {
                SetInteger(i, QuantizeValue(source[start + i], isQuantized));
            }
        }
    }

    /// <summary>Writes the real values of all elements.</summary>
    /// <param name="target">Receives the values.</param>
    /// <param name="start">Index of the first of <see cref="ElementCount"/> values.</param>
    /// <exception cref="ModelException"><see cref="ErrorCode.TensorDataMismatch"/>: there is no room for them.</exception>
    public void Dequantize(float[] target, int start)
    {
        RequireRoom(target == null ? 0 : target.Length, start, ElementCount);
        for (int i = 0; i < ElementCount; i++)
        {
            target[start + i] = GetReal(i);
        }
    }

    /// <summary>Sets all elements from little-endian bytes.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="start">Index of the first of <see cref="ByteCount"/> bytes.</param>
    /// <exception cref="ModelException"><see cref="ErrorCode.TensorDataMismatch"/>: there are fewer bytes.</exception>
    public void CopyFrom(byte[] source, int start)
    {
        RequireRoom(source == null ? 0 : source.Length, start, ByteCount);
        RequireWritable();
        Fill(source, start);
    }

    /// <summary>Writes all elements as little-endian bytes.</summary>
    /// <param name="target">Receives the bytes.</param>
    /// <param name="start">Index of the first of <see cref="ByteCount"/> bytes.</param>
    /// <exception cref="ModelException"><see cref="ErrorCode.TensorDataMismatch"/>: there is no room for them.</exception>
    public void CopyTo(byte[] target, int start)
    {
        RequireRoom(target == null ? 0 : target.Length, start, ByteCount);
        if (IsConstant)
        {
            Array.Copy(Model.Data, _constant, target, start, ByteCount);
            return;
        }

        RequireMemory();
        int size = ArenaRegion.ElementSize(ArenaRegion.OfType(Type));
        for (int i = 0; i < ElementCount; i++)
        {
            if (size == 1)
            {
                target[start + i] = (byte)Int8[Offset + i];
            }
            else if (Type == TensorType.Float32)
            {
                // The device's only way to the bits of a float is an array of four bytes.
                Array.Copy(BitConverter.GetBytes(Float32[Offset + i]), 0, target, start + 4 * i, 4);
            }
            else
            {
                long bits = GetInteger(i);
                for (int b = 0; b < size; b++)
                {
                    target[start + size * i + b] = (byte)(bits >> (8 * b));
                }
            }
        }
    }

    /// <summary>The stored value nearest to a real value.</summary>
    private long QuantizeValue(float value, bool isQuantized)
    {
        double stored = isQuantized ? value / Scale : value;
        if (stored > -ExactLimit && stored < ExactLimit)
        {
            stored = stored < 0 ? -(double)(long)(0.5 - stored) : (double)(long)(0.5 + stored);
        }

        // NaN fails all comparisons.
        stored = (stored >= 0 || stored < 0 ? stored : 0) + ZeroPoint;
        long min = TensorTypes.MinInteger(Type);
        long max = TensorTypes.MaxInteger(Type);
        return stored <= min ? min : stored >= max ? max : (long)stored;
    }

    /// <summary>
    /// Sets every element to the initial value of a variable: the zero point for int8, else the stored value 0, as in the reference.
    /// </summary>
    internal void FillWithZero()
    {
        if (ElementCount == 0)
        {
            return;
        }

        Array.Clear(_data, Offset, ElementCount);
        if (ZeroPoint != 0 && Type == TensorType.Int8)
        {
            for (int i = 0; i < ElementCount; i++)
            {
                SetInteger(i, ZeroPoint);
            }
        }
    }

    /// <summary>
    /// The region of the typed array, where int4 elements take a byte each; <see cref="ArenaRegion.None"/> for types without a region.
    /// </summary>
    internal int MaterialRegion => ArenaRegion.OfType(Type == TensorType.Int4 ? TensorType.Int8 : Type);

    /// <summary>Copies a constant into a typed array, for kernels that cannot read the model's bytes.</summary>
    internal void Materialize(ArenaArrays arrays, int offset)
    {
        Bind(arrays, offset);
        if (Type == TensorType.Int4)
        {
            for (int i = 0; i < ElementCount; i++)
            {
                arrays.Int8[offset + i] = (sbyte)ConstantInteger(i);
            }
        }
        else
        {
            Fill(ConstantBytes, _constant);
        }
    }

    private void Fill(byte[] source, int start)
    {
        int count = ElementCount;
        int offset = Offset;
        switch (ArenaRegion.OfType(Type))
        {
            case ArenaRegion.Int8:
                for (int i = 0; i < count; i++)
                {
                    Int8[offset + i] = (sbyte)source[start + i];
                }

                break;
            case ArenaRegion.Int16:
                for (int i = 0; i < count; i++)
                {
                    Int16[offset + i] = BitConverter.ToInt16(source, start + 2 * i);
                }

                break;
            case ArenaRegion.Int32:
                for (int i = 0; i < count; i++)
                {
                    Int32[offset + i] = BitConverter.ToInt32(source, start + 4 * i);
                }

                break;
            case ArenaRegion.Int64:
                for (int i = 0; i < count; i++)
                {
                    Int64[offset + i] = BitConverter.ToInt64(source, start + 8 * i);
                }

                break;
            default:
                for (int i = 0; i < count; i++)
                {
                    Float32[offset + i] = BitConverter.ToSingle(source, start + 4 * i);
                }

                break;
        }
    }

    private long ConstantInteger(int index)
    {
        RequireConstant();
        switch (Type)
        {
            case TensorType.Int4:
                // The shifts bring the nibble's sign bit to the sign bit of the int, and back with sign extension.
                int nibbles = Model.Data[_constant + (index >> 1)];
                int nibble = (index & 1) == 0 ? nibbles << 28 : nibbles << 24;
                return nibble >> 28;
            case TensorType.UInt8:
            case TensorType.Bool:
                return Model.Data[_constant + index];
            case TensorType.Int8:
                return (sbyte)Model.Data[_constant + index];
            case TensorType.Int16:
                return BitConverter.ToInt16(Model.Data, _constant + 2 * index);
            case TensorType.UInt32:
                return Model.ReadInt32(_constant + 4 * index) & 0xFFFFFFFFL;
            case TensorType.Int32:
            case TensorType.Resource:
                return Model.ReadInt32(_constant + 4 * index);
            case TensorType.Int64:
            case TensorType.UInt64:
                return Model.ReadInt64(_constant + 8 * index);
            default:
                throw Failure(ErrorCode.TypeUnsupported, (int)TypeSet.Any, (int)Type);
        }
    }

    private float ConstantSingle(int index)
    {
        RequireConstant();
        return Model.ReadSingle(_constant + 4 * index);
    }

    private void RequireIndex(int index)
    {
        if (index < 0 || index >= ElementCount)
        {
            throw Failure(ErrorCode.IndexOutOfRange, ElementCount, index);
        }
    }

    private void RequireRoom(int length, int start, int needed)
    {
        if (start < 0 || needed > length - start)
        {
            throw Failure(ErrorCode.TensorDataMismatch, needed, length - start);
        }
    }

    private void RequireMemory()
    {
        if (_data == null && ElementCount != 0)
        {
            throw Failure(ErrorCode.NotAllocated, 0, 0);
        }
    }

    private void RequireWritable()
    {
        if (IsConstant)
        {
            throw Failure(ErrorCode.ArgumentInvalid, 0, 0);
        }

        RequireMemory();
    }

    private void RequireConstant()
    {
        if (!IsConstant)
        {
            throw Failure(ErrorCode.NotAllocated, 0, 0);
        }
    }

    private ModelException Failure(ErrorCode code, long expected, long found)
    {
        return new ModelException(code, Subgraph, ModelException.Nowhere, Index, expected, found);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Buffers.Binary;
using TinyInterp.Schema;

namespace TinyInterp.Optimize.Data;

/// <summary>Little-endian elements of a model's input type as real values.</summary>
internal static class RawElements
{
    internal static float[] Read(string place, byte[] bytes, int start, ModelInput input)
    {
        float[] values = new float[input.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = input.Type == TensorType.Float32
                ? BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(start + 4 * i))
                : input.Real(Integer(place, bytes, start, i, input.Type));
        }

        return values;
    }

    private static long Integer(string place, byte[] bytes, int start, int index, TensorType type)
    {
        switch (type)
        {
            case TensorType.Int8:
                return (sbyte)bytes[start + index];
            case TensorType.UInt8:
            case TensorType.Bool:
                return bytes[start + index];
            case TensorType.Int16:
                return BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(start + 2 * index));
            case TensorType.Int32:
                return BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(start + 4 * index));
            case TensorType.UInt32:
                return BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(start + 4 * index));
            case TensorType.Int64:
                return BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(start + 8 * index));
            default:
                throw new DataException(place, "data of type " + type.ToString().ToUpperInvariant() + " cannot be read");
        }
    }
}

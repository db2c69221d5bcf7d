// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Buffers.Binary;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.GoldenCases;

/// <summary>Random contents of tensors.</summary>
public static class InputBytes
{
    /// <summary>Whether a tensor's elements are data, which may be anything, and not indices, sizes or conditions.</summary>
    public static bool IsData(TensorType type)
    {
        return type is TensorType.Int8 or TensorType.Int16 or TensorType.Float32;
    }

    /// <summary>A tensor's bytes; every tenth set has values at the ends of the range.</summary>
    public static byte[] Draw(TensorDef tensor, Recipe recipe, Random random)
    {
        int count = 1;
        foreach (int size in tensor.Shape)
        {
            count *= size;
        }

        byte[] bytes = new byte[TensorTypes.ByteCount(tensor.Type, count)];
        bool isExtreme = random.Next(10) == 0;
        for (int i = 0; i < count; i++)
        {
            Write(bytes, i, tensor.Type, recipe, random, isExtreme);
        }

        return bytes;
    }

    private static void Write(byte[] bytes, int index, TensorType type, Recipe recipe, Random random, bool isExtreme)
    {
        switch (type)
        {
            case TensorType.Float32:
                (double low, double high) = recipe.Reals;
                double real = isExtreme ? (random.Next(2) == 0 ? low : high) : low + (high - low) * random.NextDouble();
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * index), (float)real);
                break;
            case TensorType.Int16:
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * index), (short)Integer(short.MinValue, short.MaxValue, recipe, random, isExtreme));
                break;
            case TensorType.Int32:
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * index), Integer(-1000, 1000, recipe, random, isExtreme));
                break;
            case TensorType.Int8:
            case TensorType.Bool:
                bytes[index] = (byte)Integer(sbyte.MinValue, sbyte.MaxValue, recipe, random, isExtreme);
                break;
            default:
                throw new ArgumentException("inputs of type " + type + " are not drawn", nameof(type));
        }
    }

    private static int Integer(int low, int high, Recipe recipe, Random random, bool isExtreme)
    {
        if (recipe.Integers is (int, int) range)
        {
            (low, high) = range;
        }

        return isExtreme ? (random.Next(2) == 0 ? low : high) : random.Next(low, high + 1);
    }
}

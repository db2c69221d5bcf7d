// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;

namespace TinyInterp.IlMeter;

/// <summary>
/// Bytes that objects take on the managed heap of nanoCLR on a 32-bit board. The heap is made of blocks of 12 bytes: a header, and one for
/// each field whatever its type; an array is 20 bytes and its elements, where a reference is a block too.
/// </summary>
public static class DeviceSizes
{
    private const int Block = 12;
    private const int ArrayHeader = 20;

    // The header of a delegate holds type, method and target; that of an ArrayList its array, its count and a lock.
    private const int Delegate = 3 * Block;
    private const int ArrayListObject = 4 * Block;
    private const int ArrayListCapacity = 4;

    private static readonly Dictionary<Type, int> _objects = new();

    /// <summary>Bytes of an object, without those that it refers to. An ArrayList's own array counts as part of it.</summary>
    public static int Of(object value)
    {
        return value switch
        {
            string => Block,
            Array array => OfArray(array.GetType().GetElementType()!, array.Length),
            System.Delegate => Delegate,
            ArrayList list => ArrayListObject + OfArray(typeof(object), Capacity(list.Count)),
            _ => OfObject(value.GetType()),
        };
    }

    /// <summary>Bytes of an array.</summary>
    public static int OfArray(Type element, int length)
    {
        return (ArrayHeader + length * ElementSize(element) + Block - 1) / Block * Block;
    }

    /// <summary>The fields of an object, those of its ancestors included.</summary>
    public static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (Type? t = type; t != null && t != typeof(object); t = t.BaseType)
        {
            foreach (FieldInfo field in t.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    private static int OfObject(Type type)
    {
        lock (_objects)
        {
            if (!_objects.TryGetValue(type, out int size))
            {
                size = Block;
                foreach (FieldInfo _ in FieldsOf(type))
                {
                    size += Block;
                }

                _objects.Add(type, size);
            }

            return size;
        }
    }

    private static int ElementSize(Type element)
    {
        Type type = element.IsEnum ? Enum.GetUnderlyingType(element) : element;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean or TypeCode.SByte or TypeCode.Byte => 1,
            TypeCode.Char or TypeCode.Int16 or TypeCode.UInt16 => 2,
            TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single => 4,
            TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Double => 8,
            _ => Block,
        };
    }

    /// <summary>The device's list grows by half, where .NET's doubles.</summary>
    private static int Capacity(int count)
    {
        int capacity = ArrayListCapacity;
        while (capacity < count)
        {
            capacity = capacity * 3 / 2;
        }

        return capacity;
    }
}

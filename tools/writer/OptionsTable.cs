// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;

namespace TinyInterp.Writer;

/// <summary>
/// A table in a union, such as the options of an operator: the type tag and the fields by id. It knows no field's meaning;
/// <see cref="Options"/> has a method per operator that does. What equals its default is left out.
/// </summary>
public sealed class OptionsTable
{
    private readonly SortedDictionary<int, object> _fields = new SortedDictionary<int, object>();

    /// <summary>Makes a table without fields under any type tag, even one that the format does not have.</summary>
    public OptionsTable(byte unionType)
    {
        UnionType = unionType;
    }

    /// <summary>Makes a table without fields for the first options union.</summary>
    public OptionsTable(BuiltinOptionsType type)
        : this((byte)type)
    {
    }

    /// <summary>The type tag that stands beside the table in the file.</summary>
    public byte UnionType { get; }

    /// <summary>The fields that will be written, by id: a scalar, text, or an array of int, float or byte.</summary>
    public IReadOnlyDictionary<int, object> Fields
    {
        get { return _fields; }
    }

    /// <summary>Sets a boolean.</summary>
    public OptionsTable Bool(int id, bool value, bool unless = false)
    {
        return value == unless ? this : Set(id, value);
    }

    /// <summary>Sets a signed byte.</summary>
    public OptionsTable Int8(int id, sbyte value, sbyte unless = 0)
    {
        return value == unless ? this : Set(id, value);
    }

    /// <summary>Sets an activation, which is a byte in the file.</summary>
    public OptionsTable Activation(int id, Activation value)
    {
        return Int8(id, (sbyte)value);
    }

    /// <summary>Sets an element type, which is a byte in the file.</summary>
    public OptionsTable Type(int id, TensorType value, TensorType unless = TensorType.Float32)
    {
        return Int8(id, (sbyte)value, (sbyte)unless);
    }

    /// <summary>Sets a 32-bit integer.</summary>
    public OptionsTable Int32(int id, int value, int unless = 0)
    {
        return value == unless ? this : Set(id, value);
    }

    /// <summary>Sets a 64-bit integer.</summary>
    public OptionsTable Int64(int id, long value, long unless = 0)
    {
        return value == unless ? this : Set(id, value);
    }

    /// <summary>Sets a single-precision number.</summary>
    public OptionsTable Single(int id, float value, float unless = 0f)
    {
        return value == unless ? this : Set(id, value);
    }

    /// <summary>Sets text; null leaves the field out.</summary>
    public OptionsTable String(int id, string? value)
    {
        return value == null ? this : Set(id, value);
    }

    /// <summary>Sets a vector; null leaves the field out, an empty array writes an empty vector.</summary>
    public OptionsTable Vector(int id, int[]? value)
    {
        return value == null ? this : Set(id, value);
    }

    /// <summary>Sets a field even to its default. The value's C# type must be the field's.</summary>
    /// <exception cref="ArgumentException">No field can hold a value of this type.</exception>
    public OptionsTable Set(int id, object value)
    {
        if (value is not (bool or sbyte or int or uint or long or float or string or int[] or float[] or byte[]))
        {
            throw new ArgumentException("Field " + id + " cannot hold " + (value == null ? "null." : value.GetType() + "."), nameof(value));
        }

        _fields[id] = value;
        return this;
    }

    /// <summary>The field's value, or the given default where the field was left out.</summary>
    public T Get<T>(int id, T absent)
    {
        return _fields.TryGetValue(id, out object? value) ? (T)value : absent;
    }

    /// <summary>A table of its own with the same contents; arrays are shared.</summary>
    public OptionsTable Copy()
    {
        OptionsTable copy = new OptionsTable(UnionType);
        foreach (KeyValuePair<int, object> field in _fields)
        {
            copy._fields.Add(field.Key, field.Value);
        }

        return copy;
    }

    internal int Write(FlatBufferWriter writer)
    {
        TableFields fields = new TableFields();
        foreach (KeyValuePair<int, object> field in _fields)
        {
            switch (field.Value)
            {
                case string text:
                    fields.Offset(field.Key, writer.WriteString(text));
                    break;
                case int[] numbers:
                    fields.Offset(field.Key, writer.WriteVector(numbers));
                    break;
                case float[] numbers:
                    fields.Offset(field.Key, writer.WriteVector(numbers));
                    break;
                case byte[] bytes:
                    // Only quantisation details hold bytes, and those are aligned like buffers.
                    fields.Offset(field.Key, writer.WriteVector(bytes, 16));
                    break;
                default:
                    fields.Scalar(field.Key, field.Value);
                    break;
            }
        }

        return writer.WriteTable(fields);
    }
}

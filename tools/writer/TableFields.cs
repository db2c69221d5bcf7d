// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;

namespace TinyInterp.Writer;

/// <summary>
/// The fields of one table, collected before it is written, so that the caller need not care in which order they lie in the file.
/// A value equal to the field's default is left out: a reader supplies it.
/// </summary>
public sealed class TableFields
{
    internal List<Field> Items { get; } = new List<Field>();

    /// <summary>Adds a boolean.</summary>
    public TableFields Bool(int id, bool value, bool unless = false)
    {
        return value == unless ? this : Add(id, 1, value ? 1UL : 0UL);
    }

    /// <summary>Adds a signed byte, which is also what most enums are.</summary>
    public TableFields Int8(int id, sbyte value, sbyte unless = 0)
    {
        return value == unless ? this : Add(id, 1, (byte)value);
    }

    /// <summary>Adds an unsigned byte, which is also what the type tag of a union is.</summary>
    public TableFields UInt8(int id, byte value, byte unless = 0)
    {
        return value == unless ? this : Add(id, 1, value);
    }

    /// <summary>Adds a signed 32-bit integer.</summary>
    public TableFields Int32(int id, int value, int unless = 0)
    {
        return value == unless ? this : Add(id, 4, (uint)value);
    }

    /// <summary>Adds an unsigned 32-bit integer.</summary>
    public TableFields UInt32(int id, uint value, uint unless = 0)
    {
        return value == unless ? this : Add(id, 4, value);
    }

    /// <summary>Adds an unsigned 64-bit integer.</summary>
    public TableFields UInt64(int id, ulong value, ulong unless = 0)
    {
        return value == unless ? this : Add(id, 8, value);
    }

    /// <summary>Adds a reference to something written before; 0 means that there is none.</summary>
    public TableFields Offset(int id, int offset)
    {
        if (offset != 0)
        {
            Items.Add(new Field(id, 4, (uint)offset, true));
        }

        return this;
    }

    /// <summary>Adds a scalar of the C# type that matches the field's, even if it equals the default.</summary>
    /// <exception cref="ArgumentException">The value is not a scalar a table can hold.</exception>
    public TableFields Scalar(int id, object value)
    {
        return value switch
        {
            bool flag => Add(id, 1, flag ? 1UL : 0UL),
            sbyte number => Add(id, 1, (byte)number),
            byte number => Add(id, 1, number),
            int number => Add(id, 4, (uint)number),
            uint number => Add(id, 4, number),
            long number => Add(id, 8, (ulong)number),
            ulong number => Add(id, 8, number),
            float number => Add(id, 4, BitConverter.SingleToUInt32Bits(number)),
            _ => throw new ArgumentException("Field " + id + " cannot be " + value.GetType() + ", which is no scalar.", nameof(value))
        };
    }

    private TableFields Add(int id, int size, ulong bits)
    {
        Items.Add(new Field(id, size, bits, false));
        return this;
    }

    internal readonly record struct Field(int Id, int Size, ulong Bits, bool IsOffset);
}

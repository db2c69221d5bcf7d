// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Schema;

/// <summary>
/// Reads the options of custom operators in place. They are a FlexBuffer whose root is a map from names to numbers, booleans and vectors
/// of those. A FlexBuffer is read from its end: the last byte is the width of the root value, the byte before it is its type, and offsets
/// point backwards. <see cref="ModelVerifier"/> does not look into custom options, so every read here is checked and fails with
/// <see cref="ErrorCode.CustomOptionsInvalid"/>. Empty options read as an empty map.
/// </summary>
public sealed class FlexBufferReader
{
    private const int TypeInt = 1;
    private const int TypeUInt = 2;
    private const int TypeFloat = 3;
    private const int TypeIndirectInt = 6;
    private const int TypeIndirectUInt = 7;
    private const int TypeIndirectFloat = 8;
    private const int TypeMap = 9;
    private const int TypeVector = 10;
    private const int TypeVectorInt = 11;
    private const int TypeVectorUInt = 12;
    private const int TypeVectorFloat = 13;
    private const int TypeBool = 26;
    private const int TypeVectorBool = 36;

    private readonly byte[] _data;
    private readonly int _start;
    private readonly int _end;

    // The root map: position of its first value, width of its values in bytes, number of entries.
    private readonly int _map;
    private readonly int _mapWidth;
    private readonly int _count;

    // The map's keys: position of the first key's offset, and the width of those offsets in bytes.
    private readonly int _keys;
    private readonly int _keyWidth;

    /// <summary>Reads the FlexBuffer in a range of bytes.</summary>
    /// <param name="data">The array that holds the bytes; referenced, not copied.</param>
    /// <param name="position">Index of the first byte.</param>
    /// <param name="length">Number of bytes; may be 0.</param>
    /// <exception cref="ModelException"><see cref="ErrorCode.CustomOptionsInvalid"/>: the root is not a map, or lies outside the
    /// bytes.</exception>
    public FlexBufferReader(byte[] data, int position, int length)
    {
        _data = data;
        _start = position;
        _end = position + length;
        if (length == 0)
        {
            return;
        }

        Require(length >= 3, length);
        int rootWidth = data[_end - 1];
        int rootType = data[_end - 2];
        Require(rootType >> 2 == TypeMap, rootType >> 2);
        Require(IsWidth(rootWidth) && rootWidth <= length - 2, rootWidth);
        _map = Target(_end - 2 - rootWidth, rootWidth);
        _mapWidth = 1 << (rootType & 3);
        _count = ReadCount(_map, _mapWidth);
        Require(_count <= (_end - _map) / (_mapWidth + 1), _count);
        int keysOffset = _map - 3 * _mapWidth;
        Require(keysOffset >= _start, keysOffset);
        _keys = Target(keysOffset, _mapWidth);
        long keyWidth = ReadUnsigned(keysOffset + _mapWidth, _mapWidth);
        Require(keyWidth <= 8 && IsWidth((int)keyWidth), keyWidth);
        _keyWidth = (int)keyWidth;
        Require(ReadCount(_keys, _keyWidth) == _count && _count <= (_end - _keys) / _keyWidth, _count);
    }

    /// <summary>Number of entries in the root map.</summary>
    public int Count => _count;

    /// <summary>Whether the map has an entry of this name.</summary>
    public bool Has(string key)
    {
        return Find(key) >= 0;
    }

    /// <summary>A required entry as an integer; a float is truncated towards zero.</summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.CustomOptionsInvalid"/>: the entry is missing, is not a number, or does not fit 32 bits.
    /// </exception>
    public int Int32(string key)
    {
        int index = Find(key);
        Require(index >= 0, 0);
        return ReadInt32(ValueAt(index), _mapWidth, TypeAt(index));
    }

    /// <summary>An entry as an integer, or a default if it is missing; a float is truncated towards zero.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.CustomOptionsInvalid"/>: it is not a number, or does not fit 32
    /// bits.</exception>
    public int Int32(string key, int defaultValue)
    {
        return Has(key) ? Int32(key) : defaultValue;
    }

    /// <summary>An entry as a boolean, or a default if it is missing. Numbers other than 0 are true.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.CustomOptionsInvalid"/>: it is not a number.</exception>
    public bool Bool(string key, bool defaultValue)
    {
        int index = Find(key);
        return index < 0 ? defaultValue : ReadReal(ValueAt(index), _mapWidth, TypeAt(index)) != 0;
    }

    /// <summary>A required entry as a float32.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.CustomOptionsInvalid"/>: it is missing or not a number.</exception>
    public float Single(string key)
    {
        int index = Find(key);
        Require(index >= 0, 0);
        return (float)ReadReal(ValueAt(index), _mapWidth, TypeAt(index));
    }

    /// <summary>An entry as a float32, or a default if it is missing.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.CustomOptionsInvalid"/>: it is not a number.</exception>
    public float Single(string key, float defaultValue)
    {
        return Has(key) ? Single(key) : defaultValue;
    }

    /// <summary>Number of elements of a vector entry; 0 if it is missing.</summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.CustomOptionsInvalid"/>: it is not a vector of numbers, or lies outside the bytes.
    /// </exception>
    public int VectorLength(string key)
    {
        int index = Find(key);
        return index < 0 ? 0 : VectorLengthOf(index);
    }

    /// <summary>An integer from a vector entry.</summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.CustomOptionsInvalid"/>: there is no such element, or it is not an integer of 32 bits.
    /// </exception>
    public int Int32At(string key, int element)
    {
        int index = Find(key);
        int position = ElementOf(index, element);
        return ReadInt32(position, VectorWidth(index), ElementType(index, element));
    }

    /// <summary>A float32 from a vector entry.</summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.CustomOptionsInvalid"/>: there is no such element, or it is not a number.
    /// </exception>
    public float SingleAt(string key, int element)
    {
        int index = Find(key);
        int position = ElementOf(index, element);
        return (float)ReadReal(position, VectorWidth(index), ElementType(index, element));
    }

    /// <summary>Index of the entry with a name, or -1.</summary>
    private int Find(string key)
    {
        for (int i = 0; i < _count; i++)
        {
            if (KeyEquals(Target(_keys + i * _keyWidth, _keyWidth), key))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether the zero-terminated name at a position equals <paramref name="key"/>. Names are plain ASCII.</summary>
    private bool KeyEquals(int position, string key)
    {
        for (int i = 0; i < key.Length; i++)
        {
            // A shorter name differs as well: its terminating zero is not a character of the key.
            Require(position < _end, position);
            if (_data[position++] != key[i])
            {
                return false;
            }
        }

        Require(position < _end, position);
        return _data[position] == 0;
    }

    private int ValueAt(int index)
    {
        return _map + index * _mapWidth;
    }

    private int TypeAt(int index)
    {
        return _data[_map + _count * _mapWidth + index];
    }

    private int VectorWidth(int index)
    {
        return 1 << (TypeAt(index) & 3);
    }

    private int VectorLengthOf(int index)
    {
        int type = TypeAt(index) >> 2;
        bool isTyped = type == TypeVectorInt || type == TypeVectorUInt || type == TypeVectorFloat || type == TypeVectorBool;
        Require(isTyped || type == TypeVector, type);
        int vector = Target(ValueAt(index), _mapWidth);
        int width = VectorWidth(index);
        int count = ReadCount(vector, width);
        Require(count <= (_end - vector) / (isTyped ? width : width + 1), count);
        return count;
    }

    private int ElementOf(int index, int element)
    {
        Require(index >= 0, index);
        int count = VectorLengthOf(index);
        Require(element >= 0 && element < count, element);
        return Target(ValueAt(index), _mapWidth) + element * VectorWidth(index);
    }

    /// <summary>
    /// The packed type of an element. An untyped vector stores one per element; the elements of a typed vector share theirs.
    /// </summary>
    private int ElementType(int index, int element)
    {
        int type = TypeAt(index) >> 2;
        if (type == TypeVector)
        {
            int vector = Target(ValueAt(index), _mapWidth);
            return _data[vector + ReadCount(vector, VectorWidth(index)) * VectorWidth(index) + element];
        }

        return (type == TypeVectorBool ? TypeBool : type - TypeVectorInt + TypeInt) << 2;
    }

    private int ReadInt32(int position, int width, int packedType)
    {
        int type = packedType >> 2;
        if (type == TypeFloat || type == TypeIndirectFloat)
        {
            double real = ReadReal(position, width, packedType);
            Require(real > -2147483649.0 && real < 2147483648.0, 0);
            return (int)(long)real;
        }

        long value = ReadInteger(position, width, packedType);
        Require(value >= int.MinValue && value <= int.MaxValue, value);
        return (int)value;
    }

    private double ReadReal(int position, int width, int packedType)
    {
        int type = packedType >> 2;
        if (type == TypeIndirectFloat)
        {
            position = Target(position, width);
            width = 1 << (packedType & 3);
        }
        else if (type != TypeFloat)
        {
            return ReadInteger(position, width, packedType);
        }

        // The only other width is half precision, which no writer of options uses.
        Require((width == 4 || width == 8) && width <= _end - position, width);
        return width == 4 ? BitConverter.ToSingle(_data, position) : BitConverter.ToDouble(_data, position);
    }

    private long ReadInteger(int position, int width, int packedType)
    {
        int type = packedType >> 2;
        if (type == TypeIndirectInt || type == TypeIndirectUInt)
        {
            position = Target(position, width);
            width = 1 << (packedType & 3);
        }

        if (type == TypeInt || type == TypeIndirectInt)
        {
            int unused = 64 - 8 * width;
            return (ReadUnsigned(position, width) << unused) >> unused;
        }

        Require(type == TypeUInt || type == TypeIndirectUInt || type == TypeBool, type);
        long value = ReadUnsigned(position, width);
        Require(value >= 0, value);
        return value;
    }

    /// <summary>The position that an offset points to. Offsets point backwards from their own position.</summary>
    private int Target(int position, int width)
    {
        long offset = ReadUnsigned(position, width);
        Require(offset >= 0 && offset <= position - _start, offset);
        return position - (int)offset;
    }

    /// <summary>The number of elements, which is stored before the first one.</summary>
    private int ReadCount(int vector, int width)
    {
        Require(width <= vector - _start, vector);
        long count = ReadUnsigned(vector - width, width);
        Require(count >= 0 && count <= _end - vector, count);
        return (int)count;
    }

    /// <summary>A little-endian number of 1, 2, 4 or 8 bytes. A number of 8 bytes may come out negative.</summary>
    private long ReadUnsigned(int position, int width)
    {
        Require(position >= _start && width <= _end - position, position);
        long value = 0;
        for (int i = 0; i < width; i++)
        {
            value |= (_data[position + i] & 0xFFL) << (8 * i);
        }

        return value;
    }

    private static bool IsWidth(int width)
    {
        return width == 1 || width == 2 || width == 4 || width == 8;
    }

    private static void Require(bool condition, long found)
    {
        if (!condition)
        {
            throw Errors.Of(ErrorCode.CustomOptionsInvalid, 0, found);
        }
    }
}

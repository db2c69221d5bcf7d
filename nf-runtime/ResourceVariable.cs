// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// A variable that nodes of any subgraph read and write by its handle. It keeps its contents until the interpreter is reset.
/// </summary>
public sealed class ResourceVariable
{
    private ArenaArrays _memory;
    private int _initialValue;

    internal ResourceVariable(int container, int sharedName)
    {
        Container = container;
        SharedName = sharedName;
    }

    /// <summary>The array with the elements; null until a node that writes the variable is prepared.</summary>
    public Array Data => _memory == null ? null : _memory.Region(ArenaRegion.OfType(Type));

    /// <summary>Index of the first element in <see cref="Data"/>.</summary>
    public int Offset { get; private set; }

    /// <summary>Number of elements.</summary>
    public int ElementCount { get; private set; }

    /// <summary>Element type.</summary>
    public TensorType Type { get; private set; }

    /// <summary>Whether a node that writes the variable has been prepared.</summary>
    public bool IsReserved => _memory != null;

    internal int Container { get; }

    internal int SharedName { get; }

    /// <summary>Gives the variable memory for values of the type and size of <paramref name="value"/>.</summary>
    internal void Reserve(ArenaArrays memory, int offset, Tensor value)
    {
        _memory = memory;
        Offset = offset;
        Type = value.Type;
        ElementCount = value.ElementCount;
        _initialValue = value.Type == TensorType.Int8 ? value.ZeroPoint : 0;
    }

    /// <summary>Sets every element to real zero.</summary>
    internal void Reset()
    {
        if (_memory == null || ElementCount == 0)
        {
            return;
        }

        Array.Clear(Data, Offset, ElementCount);
        if (_initialValue != 0)
        {
            sbyte[] elements = _memory.Int8;
            for (int i = Offset; i < Offset + ElementCount; i++)
            {
                elements[i] = (sbyte)_initialValue;
            }
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>A variable that nodes of any subgraph read and write by its handle; its contents last until the interpreter is reset.</summary>
public sealed class ResourceVariable
{
    private int _initialValue;

    internal ResourceVariable(int container, int sharedName)
    {
        Container = container;
        SharedName = sharedName;
    }

    /// <summary>The elements; null until a node that writes the variable was prepared.</summary>
    public Array Data { get; private set; }

    /// <summary>Number of elements.</summary>
    public int ElementCount { get; private set; }

    /// <summary>Element type.</summary>
    public TensorType Type { get; private set; }

    internal int Container { get; }

    internal int SharedName { get; }

    /// <summary>Gives the variable memory for values like <paramref name="value"/>.</summary>
    internal void Reserve(Tensor value)
    {
        Type = value.Type;
        ElementCount = value.ElementCount;
        _initialValue = value.Type == TensorType.Int8 ? value.ZeroPoint : 0;
        Data = ArenaRegion.NewArray(ArenaRegion.OfType(value.Type), ElementCount);
        Reset();
    }

    /// <summary>Sets every element to real zero.</summary>
    internal void Reset()
    {
        if (Data == null)
        {
            return;
        }

        Array.Clear(Data, 0, ElementCount);
        if (_initialValue != 0)
        {
            sbyte[] elements = (sbyte[])Data;
            for (int i = 0; i < elements.Length; i++)
            {
                elements[i] = (sbyte)_initialValue;
            }
        }
    }
}

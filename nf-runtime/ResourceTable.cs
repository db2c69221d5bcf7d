// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// The resource variables of one interpreter. Container and shared name identify a variable; its handle is its index here. The first node
/// that writes a variable determines its size.
/// </summary>
public sealed class ResourceTable
{
    private readonly FlatBufferReader _reader;
    private ArrayList _variables;

    internal ResourceTable(FlatBufferReader reader)
    {
        _reader = reader;
    }

    /// <summary>Number of variables.</summary>
    public int Count => _variables == null ? 0 : _variables.Count;

    /// <summary>The variable with a handle.</summary>
    public ResourceVariable this[int handle] => (ResourceVariable)_variables[handle];

    /// <summary>The handle of the variable with these names. A new variable is added.</summary>
    /// <param name="container">Position of the container string in the model, or 0.</param>
    /// <param name="sharedName">Position of the shared name string in the model, or 0.</param>
    public int FindOrAdd(int container, int sharedName)
    {
        for (int i = 0; i < Count; i++)
        {
            if (SameText(this[i].Container, container) && SameText(this[i].SharedName, sharedName))
            {
                return i;
            }
        }

        // Created on first use, because few models have resource variables.
        _variables = _variables == null ? new ArrayList() : _variables;
        return _variables.Add(new ResourceVariable(container, sharedName));
    }

    /// <summary>Sets every variable to real zero.</summary>
    internal void Reset()
    {
        for (int i = 0; i < Count; i++)
        {
            this[i].Reset();
        }
    }

    private bool SameText(int a, int b)
    {
        int length = _reader.VectorLength(a);
        if (length != _reader.VectorLength(b))
        {
            return false;
        }

        for (int i = 0; i < length; i++)
        {
            if (_reader.Data[a + 4 + i] != _reader.Data[b + 4 + i])
            {
                return false;
            }
        }

        return true;
    }
}

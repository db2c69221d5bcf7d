// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;

namespace System;

public abstract class Array : ICloneable, ICollection
{
    public int Length
    {
        get { throw null; }
    }

    int ICollection.Count
    {
        get { throw null; }
    }

    public bool IsSynchronized
    {
        get { throw null; }
    }

    public object SyncRoot
    {
        get { throw null; }
    }

    public static void Clear(Array array, int index, int length)
    {
        throw null;
    }

    public static void Copy(Array sourceArray, Array destinationArray, int length)
    {
        throw null;
    }

    public static void Copy(Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length)
    {
        throw null;
    }

    public static Array CreateInstance(Type elementType, int length)
    {
        throw null;
    }

    public static int IndexOf(Array array, object value)
    {
        throw null;
    }

    public object Clone()
    {
        throw null;
    }

    public void CopyTo(Array array, int index)
    {
        throw null;
    }

    public IEnumerator GetEnumerator()
    {
        throw null;
    }

    public object GetValue(int index)
    {
        throw null;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;

namespace System;

public abstract class Array : ICloneable, IEnumerable
{
    public int Length
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

    public IEnumerator GetEnumerator()
    {
        throw null;
    }

    public object GetValue(int index)
    {
        throw null;
    }
}

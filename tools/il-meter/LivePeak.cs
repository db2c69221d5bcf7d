// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;

namespace TinyInterp.IlMeter;

/// <summary>
/// The most bytes of a device's heap that new objects occupied at once. An object counts until .NET's collector finds it dead, which is
/// asked only where what was made since the last collection could have set a new peak.
/// </summary>
public sealed class LivePeak
{
    // Asking is slow, so it waits until a new peak could be higher by this share and this many bytes.
    private const int Resolution = 32;
    private const int LeastStep = 256;

    private readonly List<WeakReference> _objects = new();
    private int _sinceCollection;
    private int _alive;

    /// <summary>The peak so far.</summary>
    public int Bytes { get; private set; }

    /// <summary>Counts an object.</summary>
    public void Add(object value)
    {
        _objects.Add(new WeakReference(value));
        _sinceCollection += DeviceSizes.Of(value);
        if (_alive + _sinceCollection > Bytes + Math.Max(LeastStep, Bytes / Resolution))
        {
            GC.Collect();
            Recount();
        }
    }

    /// <summary>Bytes of those objects that are in a set.</summary>
    public int BytesOf(IReadOnlySet<object> set)
    {
        int bytes = 0;
        foreach (WeakReference reference in _objects)
        {
            object? value = reference.Target;
            bytes += value != null && set.Contains(value) ? DeviceSizes.Of(value) : 0;
        }

        return bytes;
    }

    private void Recount()
    {
        _alive = 0;
        _sinceCollection = 0;
        int kept = 0;
        for (int i = 0; i < _objects.Count; i++)
        {
            if (_objects[i].Target is object value)
            {
                _objects[kept++] = _objects[i];
                _alive += DeviceSizes.Of(value);
            }
        }

        _objects.RemoveRange(kept, _objects.Count - kept);
        Bytes = Math.Max(Bytes, _alive);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.IlMeter;

/// <summary>
/// Sees each object that instrumented code makes. Static, as <see cref="BlockCounters"/> is: one observer at a time, and none costs next to
/// nothing.
/// </summary>
public static class AllocationObserver
{
    /// <summary>Called with each new object, its constructor having run; null for none.</summary>
    internal static Action<object>? Observer;

    /// <summary>Instrumented code has made an object.</summary>
    public static void Show(object created)
    {
        Observer?.Invoke(created);
    }
}

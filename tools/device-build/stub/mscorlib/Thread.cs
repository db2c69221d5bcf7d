// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace System.Threading;

public sealed class Thread
{
    // The device's class has a constructor from a delegate only.
    internal Thread()
    {
    }

    public static void Sleep(int millisecondsTimeout)
    {
        throw null;
    }
}

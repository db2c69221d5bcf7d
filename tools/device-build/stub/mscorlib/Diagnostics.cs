// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace System.Diagnostics;

public static class Debug
{
    // As on the device: without the symbol the compiler leaves the calls out.
    [Conditional("DEBUG")]
    public static void WriteLine(string message)
    {
        throw null;
    }

    [Conditional("DEBUG")]
    public static void Write(string message)
    {
        throw null;
    }

    [Conditional("DEBUG")]
    public static void Assert(bool condition)
    {
        throw null;
    }
}

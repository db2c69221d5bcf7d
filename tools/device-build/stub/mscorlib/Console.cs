// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace System;

public static class Console
{
    public static void WriteLine(string value)
    {
        throw null;
    }
}

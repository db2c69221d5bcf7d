// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace System;

public sealed class Version
{
    public Version(int major, int minor)
    {
    }

    public override string ToString()
    {
        throw null;
    }
}

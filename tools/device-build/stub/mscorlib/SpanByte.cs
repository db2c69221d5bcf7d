// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace System;

public struct SpanByte
{
    public SpanByte(byte[] array)
    {
    }

    public SpanByte(byte[] array, int start, int length)
    {
    }

    public int Length
    {
        get { throw null; }
    }
}

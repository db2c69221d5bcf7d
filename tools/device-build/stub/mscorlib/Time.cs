// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace System;

public struct DateTime
{
    public static DateTime UtcNow
    {
        get { throw null; }
    }

    public long Ticks
    {
        get { throw null; }
    }
}

public struct TimeSpan
{
    public const long TicksPerMillisecond = 10000;
    public const long TicksPerSecond = 10000000;

    public long Ticks
    {
        get { throw null; }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace AccelerometerSample;

/// <summary>What the network tells apart.</summary>
public static class GestureNames
{
    /// <summary>The index of "still", which is no event.</summary>
    public const int Still = 0;

    /// <summary>Names in the order of the network's outputs.</summary>
    public static readonly string[] All = { "still", "shake", "circle", "knock" };
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Optimize.Patch;

/// <summary>
/// The positions of a tensor that a patch needs along rows or along columns: from origin · Stride + First on, where the origin is the
/// patch's first position in the output of the stage. They may lie outside the tensor.
/// </summary>
/// <param name="Stride">Positions of the tensor from one position of the stage's output to the next.</param>
/// <param name="First">The first position of the patch at origin 0.</param>
/// <param name="Count">Number of positions.</param>
internal readonly record struct AxisRange(int Stride, int First, int Count)
{
    private int End => First + Count;

    /// <summary>The least range that contains this one and another with the same stride.</summary>
    internal AxisRange With(AxisRange other)
    {
        int first = Math.Min(First, other.First);
        return this with { First = first, Count = Math.Max(End, other.End) - first };
    }

    /// <summary>The part inside a tensor, for the patch at origin 0.</summary>
    internal AxisRange Inside(int size)
    {
        int first = Math.Max(First, 0);
        return this with { First = first, Count = Math.Min(End, size) - first };
    }
}

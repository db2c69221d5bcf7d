// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Compiler.Arithmetic;

/// <summary>One sum's place in a word.</summary>
/// <param name="Sum">The sum.</param>
/// <param name="Position">Its lowest bit.</param>
/// <param name="Width">Its bits.</param>
/// <param name="IsTop">Whether nothing lies above it: then a shift brings it down with its sign, and it needs no mask.</param>
public sealed record Lane(WeightedSum Sum, int Position, int Width, bool IsTop)
{
    /// <summary>What the lane holds when the sum is 0. The top lane may use its sign, so it counts from the lowest of its values.</summary>
    public long Start => -Sum.Low + Least;

    /// <summary>What the lane holds when the sum is the least.</summary>
    public long Least => IsTop && Sum.Bits == Width ? -(1L << (Width - 1)) : 0;
}

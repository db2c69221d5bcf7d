// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Compiler.Arithmetic;

/// <summary>One sum's place in a word.</summary>
/// <param name="Sum">The sum.</param>
/// <param name="Position">Its lowest bit.</param>
/// <param name="Width">Its bits.</param>
/// <param name="IsTop">Whether nothing lies above it: then a shift brings it down with its sign, and it needs no mask.</param>
/// <param name="IsSigned">Whether its values need the sign, too.</param>
public sealed record Lane(WeightedSum Sum, int Position, int Width, bool IsTop, bool IsSigned)
{
    /// <summary>What the lane holds when the sum is the least.</summary>
    public long Least => IsSigned ? -(1L << (Width - 1)) : 0;
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Kernels;

namespace TinyInterp.Compiler.Arithmetic;

/// <summary>
/// What the reference makes of a 32-bit sum: clamp(zo + round(round(sum · multiplier / 2^31) / 2^−shift)), the first rounding up from halves, the
/// second away from zero. A 64-bit sum of an int16 layer is rounded once: clamp(round(sum · m / 2^(15 − shift))), m the upper 16 bits of the multiplier.
/// </summary>
public sealed class Requantisation
{
    /// <summary>A requantisation.</summary>
    /// <param name="multiplier">Multiplier, 2^30 to 2^31 − 1, or 0.</param>
    /// <param name="shift">Power of two; negative is a shift to the right.</param>
    /// <param name="zeroPoint">Added behind it.</param>
    /// <param name="min">The lowest stored result.</param>
    /// <param name="max">The highest stored result.</param>
    /// <param name="isWide">Whether sums have 64 bits and are rounded once.</param>
    public Requantisation(int multiplier, int shift, int zeroPoint, int min, int max, bool isWide = false)
    {
        IsWide = isWide;
        Multiplier = multiplier;
        Shift = multiplier == 0 ? 0 : shift;
        ZeroPoint = zeroPoint;
        Min = min;
        Max = max;
    }

    /// <summary>Multiplier.</summary>
    public int Multiplier { get; }

    /// <summary>Whether sums have 64 bits and are rounded once.</summary>
    public bool IsWide { get; }

    /// <summary>Whether results are stored in 16 bits.</summary>
    public bool IsShort => Min < sbyte.MinValue || Max > sbyte.MaxValue;

    /// <summary>Power of two.</summary>
    public int Shift { get; }

    /// <summary>Added behind the multiplication.</summary>
    public int ZeroPoint { get; }

    /// <summary>The lowest stored result.</summary>
    public int Min { get; }

    /// <summary>The highest stored result.</summary>
    public int Max { get; }

    /// <summary>What one unit of a sum is in units of the result.</summary>
    public double Factor => System.Math.ScaleB(Multiplier, Shift - 31);

    /// <summary>Whether the factor is a power of two, at most 1/2.</summary>
    public bool IsPowerOfTwo => Multiplier == 1 << 30 && Shift <= 0 && !IsWide;

    /// <summary>Whether no sum in a range wraps around 32 bits on the way, as the reference's would.</summary>
    public bool IsExactFor(long low, long high)
    {
        if (IsWide)
        {
            // The product has 16 bits more than the sum, and the results before the clamp fit 32 bits.
            return low >= -(1L << 46) && high < 1L << 46 && Unclamped(low) >= int.MinValue && Unclamped(high) <= int.MaxValue;
        }

        int left = Shift > 0 ? Shift : 0;
        return low >= int.MinValue >> left && high <= int.MaxValue >> left;
    }

    /// <summary>The result before the clamp.</summary>
    public long Unclamped(long sum)
    {
        if (IsWide)
        {
            return ((sum * FixedPoint.ReducedMultiplier(Multiplier) + (1L << (14 - Shift))) >> (15 - Shift)) + ZeroPoint;
        }

        long value = ((sum << (Shift > 0 ? Shift : 0)) * Multiplier + 0x40000000L) >> 31;
        if (Shift < 0)
        {
            value = (value + (1L << (-1 - Shift)) + (value >> 63)) >> -Shift;
        }

        return value + ZeroPoint;
    }

    /// <summary>The stored result.</summary>
    public int Apply(long sum)
    {
        return (int)System.Math.Clamp(Unclamped(sum), Min, Max);
    }
}

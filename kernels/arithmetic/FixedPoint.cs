// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// The reference's fixed-point arithmetic, for Prepare and for code outside inner loops. Inner loops repeat it inline, because a call
/// costs as much as a dozen additions.
/// </summary>
public static class FixedPoint
{
    /// <summary>
    /// round(a * b / 2^31) with halves rounded up: the high half of the doubled product. The one product that does not fit saturates.
    /// </summary>
    public static int DoublingHighMultiply(int a, int b)
    {
        return a == int.MinValue && b == int.MinValue ? int.MaxValue : (int)(((long)a * b + (1L << 30)) >> 31);
    }

    /// <summary>round(x / 2^exponent) with halves rounded away from zero, for an exponent from 0 to 31.</summary>
    public static int RoundingDivideByPowerOfTwo(int x, int exponent)
    {
        if (exponent == 0)
        {
            return x;
        }

        long wide = x;
        return (int)((wide + (1L << (exponent - 1)) + (wide >> 63)) >> exponent);
    }

    /// <summary>x * multiplier / 2^31 * 2^shift with two roundings: the reference's requantisation of an int32 accumulator.</summary>
    public static int Multiply(int x, int multiplier, int shift)
    {
        return shift > 0
            ? DoublingHighMultiply(x << shift, multiplier)
            : RoundingDivideByPowerOfTwo(DoublingHighMultiply(x, multiplier), -shift);
    }

    /// <summary>
    /// The reference's requantisation of an int64 accumulator: the multiplier is reduced to 16 bits, and there is one rounding. |x| must
    /// be below 2^47.
    /// </summary>
    public static int Multiply(long x, int multiplier, int shift)
    {
        long reduced = ReducedMultiplier(multiplier);
        return (int)((x * reduced + (1L << (14 - shift))) >> (15 - shift));
    }

    /// <summary>The upper 16 bits of a multiplier, rounded, for the requantisation of int64 accumulators.</summary>
    public static int ReducedMultiplier(int multiplier)
    {
        return multiplier < 0x7FFF0000 ? (multiplier + 0x8000) >> 16 : 0x7FFF;
    }

    /// <summary>x * 2^exponent, saturated, for an exponent from 0 to 31.</summary>
    public static int SaturatingShiftLeft(int x, int exponent)
    {
        long wide = (long)x << exponent;
        return wide > int.MaxValue ? int.MaxValue : wide < int.MinValue ? int.MinValue : (int)wide;
    }

    /// <summary>round((a + b) / 2) with halves rounded away from zero.</summary>
    public static int RoundingHalfSum(int a, int b)
    {
        long sum = (long)a + b;
        return (int)((sum + (sum >= 0 ? 1 : -1)) / 2);
    }
}

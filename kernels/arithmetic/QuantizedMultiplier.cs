// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>
/// Converts a real factor to a 31-bit multiplier and a power of two. Only multiplication and division in double precision, which every
/// machine rounds alike, compute the factor; the conversion itself works on its bits. So a board and a desktop get the same result.
/// </summary>
public static class QuantizedMultiplier
{
    private const int MaxShift = 30;

    /// <summary>Splits a factor: real = multiplier / 2^31 * 2^shift with the multiplier in [2^30, 2^31).</summary>
    /// <param name="real">The factor, 0 or positive.</param>
    /// <param name="shift">The power of two. For a multiplier other than 0 it is at least -31.</param>
    /// <returns>The multiplier; 0 for factors below 2^-32, which round to 0.</returns>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.QuantizationUnsupported"/>: the factor is infinite or NaN, because single precision cannot hold a product of
    /// scales.
    /// </exception>
    public static int FromReal(double real, out int shift)
    {
        shift = 0;
        long bits = BitConverter.DoubleToInt64Bits(real);
        int exponent = (int)(bits >> 52) & 0x7FF;
        if (exponent == 0)
        {
            return 0;
        }

        if (exponent == 0x7FF)
        {
            throw new ModelException(
                ErrorCode.QuantizationUnsupported, ModelException.Nowhere, ModelException.Nowhere, ModelException.Nowhere, MaxShift,
                exponent - 1022);
        }

        // real = mantissa / 2^53 * 2^(exponent - 1022). 22 bits of the mantissa are rounded off, halves away from zero.
        long mantissa = (bits & 0xFFFFFFFFFFFFFL) | 0x10000000000000L;
        long multiplier = (mantissa + (1L << 21)) >> 22;
        int power = exponent - 1022;
        if (multiplier == 1L << 31)
        {
            multiplier >>= 1;
            power++;
        }

        if (power < -31)
        {
            return 0;
        }

        shift = power;
        return (int)multiplier;
    }

    /// <summary>The integer nearest to a real value, with halves rounded away from zero, limited to 32 bits.</summary>
    public static int Round(double value)
    {
        if (value >= int.MaxValue)
        {
            return int.MaxValue;
        }

        if (value <= int.MinValue)
        {
            return int.MinValue;
        }

        return value < 0 ? -(int)(long)(0.5 - value) : (int)(long)(0.5 + value);
    }
}

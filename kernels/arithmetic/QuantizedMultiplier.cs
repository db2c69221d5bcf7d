// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>
/// Turns a real factor into a 31-bit multiplier and a power of two. Only the product of scales is computed in double precision, by
/// multiplication and division, which every machine rounds alike; taking it apart works on its bits, so a board and a desktop agree.
/// </summary>
public static class QuantizedMultiplier
{
    private const int MaxShift = 30;

    /// <summary>Takes a factor apart: real = multiplier / 2^31 * 2^shift with the multiplier in [2^30, 2^31).</summary>
    /// <param name="real">The factor; 0 or positive.</param>
    /// <param name="shift">The power of two, -31 to 30 where the multiplier is not 0.</param>
    /// <returns>The multiplier; 0 for factors below 2^-32, which round to nothing.</returns>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.QuantizationUnsupported"/>: the factor is infinite or no number, a product of scales that single precision cannot hold.
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
                ErrorCode.QuantizationUnsupported, ModelException.Nowhere, ModelException.Nowhere, ModelException.Nowhere, MaxShift, exponent - 1022);
        }

        // real = mantissa / 2^53 * 2^(exponent - 1022); 22 bits go, halves away from zero.
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

    /// <summary>Nearest integer to a real value, halves away from zero, limited to 32 bits.</summary>
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

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>
/// Elementary functions in double precision that use only +, −, ·, / and the bits of a number. A table made with them is the same on
/// every board and on a desktop, however their libraries round. Relative errors are a few units of 2^-53.
/// </summary>
public static class RealMath
{
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double HalfPiHigh = 1.57079632673412561417;
    private const double HalfPiLow = 6.07710050650619224932e-11;

    /// <summary>e^x. Below −700 it is 0, above 700 it is e^700.</summary>
    public static double Exp(double x)
    {
        if (x < -700)
        {
            return 0;
        }

        x = x > 700 ? 700 : x;
        int power = QuantizedMultiplier.Round(x / Ln2High);
        double r = x - power * Ln2High - power * Ln2Low;
        double sum = 1;
        for (int n = 14; n > 0; n--)
        {
            sum = 1 + sum * r / n;
        }

        return sum * BitConverter.Int64BitsToDouble((long)(power + 1023) << 52);
    }

    /// <summary>The natural logarithm of a positive number.</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int power = (int)((bits >> 52) & 0x7FF) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            power++;
        }

        // log m = 2 artanh((m - 1) / (m + 1)), whose argument is below 0.172.
        double y = (mantissa - 1) / (mantissa + 1);
        double sum = 0;
        for (int n = 25; n > 0; n -= 2)
        {
            sum = sum * y * y + 1.0 / n;
        }

        return 2 * y * sum + power * Ln2Low + power * Ln2High;
    }

    /// <summary>The square root of a number ≥ 0; 0 for a negative number.</summary>
    public static double Sqrt(double x)
    {
        if (x <= 0)
        {
            return 0;
        }

        // Halving the exponent gives a first estimate within 7 %. Each step doubles the number of correct bits.
        double root = BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(x) >> 1) + (1023L << 51));
        for (int i = 0; i < 5; i++)
        {
            root = (root + x / root) / 2;
        }

        return root;
    }

    /// <summary>sin x, in radians, for |x| up to 10^6.</summary>
    public static double Sin(double x)
    {
        return Wave(x, 0);
    }

    /// <summary>cos x, in radians, for |x| up to 10^6.</summary>
    public static double Cos(double x)
    {
        return Wave(x, 1);
    }

    /// <summary>The error function.</summary>
    public static double Erf(double x)
    {
        if (x < -6 || x > 6)
        {
            return x < 0 ? -1 : 1;
        }

        // 2 / √π · exp(-x²) · Σ 2^n x^(2n+1) / (1 · 3 · 5 ··· (2n+1)). All terms have the same sign.
        double term = x;
        double sum = x;
        for (int n = 1; n < 150; n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 1.1283791670955126 * Exp(-x * x) * sum;
    }

    /// <summary>tanh x.</summary>
    public static double Tanh(double x)
    {
        return 1 - 2 / (1 + Exp(2 * x));
    }

    /// <summary>sin(x + quarters · π/2).</summary>
    private static double Wave(double x, int quarters)
    {
        int turns = QuantizedMultiplier.Round(x / HalfPiHigh);
        double r = x - turns * HalfPiHigh - turns * HalfPiLow;
        quarters += turns;
        double sum = 1;
        for (int n = 10; n > 0; n--)
        {
            // r² / (2n · (2n + 1)) for the sine, r² / ((2n - 1) · 2n) for the cosine.
            sum = 1 - sum * r * r / ((quarters & 1) == 0 ? 2 * n * (2 * n + 1) : 2 * n * (2 * n - 1));
        }

        sum = (quarters & 1) == 0 ? sum * r : sum;
        return (quarters & 2) == 0 ? sum : -sum;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Exponential and reciprocal in fixed point, bit for bit as the reference computes them with gemmlowp's method. A number with n integer
/// bits is an int32 with the value raw / 2^(31 - n), so Q0 is [-1, 1).
/// </summary>
public static class FixedPointMath
{
    // exp(-2^k) in Q0 for k = -2 to 4: one factor for each bit of the exponent from a quarter up.
    private static readonly int[] _expFactors = { 1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242 };

    /// <summary>exp(a) in Q0 for a ≤ 0.</summary>
    /// <param name="a">The exponent, with <paramref name="integerBits"/> integer bits.</param>
    /// <param name="integerBits">From 0 to 5.</param>
    public static int ExpOnNegativeValues(int a, int integerBits)
    {
        if (a == 0)
        {
            return int.MaxValue;
        }

        // a = -remainder + (a mod ¼ - ¼). The part in [-¼, 0) goes through the polynomial; the rest is a product of powers.
        int fractionBits = 31 - integerBits;
        int quarter = 1 << (fractionBits - 2);
        int low = (a & (quarter - 1)) - quarter;
        int result = ExpBetweenMinusQuarterAndZero(FixedPoint.SaturatingShiftLeft(low, integerBits));
        int remainder = low - a;
        for (int k = 0; k < _expFactors.Length; k++)
        {
            int bit = fractionBits + k - 2;
            if (bit < 31 && (remainder & (1 << bit)) != 0)
            {
                result = FixedPoint.DoublingHighMultiply(result, _expFactors[k]);
            }
        }

        return result;
    }

    /// <summary>1 / (1 + a) in Q0 for a in [0, 1) in Q0, by three Newton steps.</summary>
    public static int OneOverOnePlus(int a)
    {
        // x = 2 / (1 + a) in Q2; half of it in Q1 has the same bits.
        return FixedPoint.SaturatingShiftLeft(TwoOverOnePlus(a), 1);
    }

    /// <summary>(1 - a) / (1 + a) in Q0 for a in [0, 1) in Q0.</summary>
    public static int OneMinusOverOnePlus(int a)
    {
        return FixedPoint.SaturatingShiftLeft(TwoOverOnePlus(a) - (1 << 29), 2);
    }

    /// <summary>1 / (1 + exp(-a)) in Q0 for a with 4 integer bits.</summary>
    public static int Logistic(int a)
    {
        if (a == 0)
        {
            return 1 << 30;
        }

        int positive = OneOverOnePlus(ExpOnNegativeValues(a < 0 ? a : -a, 4));
        return a > 0 ? positive : int.MaxValue - positive;
    }

    /// <summary>tanh(a) in Q0 for a with 4 integer bits.</summary>
    public static int Tanh(int a)
    {
        // exp(-2 |a|): with one more integer bit, the same bits are twice the number.
        int positive = OneMinusOverOnePlus(ExpOnNegativeValues(a < 0 ? a : -a, 5));
        return a == 0 ? 0 : a > 0 ? positive : -positive;
    }

    /// <summary>Number of leading zero bits of a positive value.</summary>
    public static int LeadingZeros(int value)
    {
        int count = 0;
        while (value > 0)
        {
            value <<= 1;
            count++;
        }

        return count;
    }

    /// <summary>exp(a) in Q0 for a in [-¼, 0) in Q0, by the Taylor polynomial of degree 4 around -⅛.</summary>
    private static int ExpBetweenMinusQuarterAndZero(int a)
    {
        const int ExpOfMinusEighth = 1895147668;
        const int Third = 715827883;
        int x = a + (1 << 28);
        int x2 = FixedPoint.DoublingHighMultiply(x, x);
        int x3 = FixedPoint.DoublingHighMultiply(x2, x);
        int x4 = FixedPoint.DoublingHighMultiply(x2, x2);
        int quarterX4 = FixedPoint.RoundingDivideByPowerOfTwo(x4, 2);
        int tail = FixedPoint.RoundingDivideByPowerOfTwo(FixedPoint.DoublingHighMultiply(quarterX4 + x3, Third) + x2, 1);
        return ExpOfMinusEighth + FixedPoint.DoublingHighMultiply(ExpOfMinusEighth, x + tail);
    }

    /// <summary>2 / (1 + a) in Q2 for a in [0, 1) in Q0.</summary>
    private static int TwoOverOnePlus(int a)
    {
        // Newton's iteration for 1 / d with d = (1 + a) / 2 in [½, 1), in Q2. 48/17 - 32/17 d is the best linear first estimate.
        int half = FixedPoint.RoundingHalfSum(a, int.MaxValue);
        int x = 1515870810 + FixedPoint.DoublingHighMultiply(half, -1010580540);
        for (int i = 0; i < 3; i++)
        {
            int error = (1 << 29) - FixedPoint.DoublingHighMultiply(half, x);
            x += FixedPoint.SaturatingShiftLeft(FixedPoint.DoublingHighMultiply(x, error), 2);
        }

        return x;
    }
}

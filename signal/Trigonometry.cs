// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>
/// Sine and cosine from additions, products and quotients of doubles only, which every machine rounds in the same way. On many boards the
/// built-in functions have single precision, so tables made with them would differ from a desktop's.
/// </summary>
internal static class Trigonometry
{
    /// <summary>π.</summary>
    internal const double Pi = 3.141592653589793238462643383279502884;

    // π / 2 in two parts: the first has 33 significant bits, so small multiples of it are exact.
    private const double QuarterHigh = 1.57079632673412561417;
    private const double QuarterLow = 6.07710050650619224932e-11;

    /// <summary>cos and sin of a phase, within one unit in the last place, for |phase| up to 100.</summary>
    internal static void CosSin(double phase, out double cos, out double sin)
    {
        long quarters = Floor(phase * (2 / Pi) + 0.5);
        double reduced = phase - quarters * QuarterHigh;
        double low = quarters * QuarterLow;
        double x = reduced - low;
        double tail = reduced - x - low;
        double c = CosSmall(x, tail);
        double s = SinSmall(x, tail);
        switch ((int)(quarters & 3))
        {
            case 0:
                cos = c;
                sin = s;
                break;
            case 1:
                cos = -s;
                sin = c;
                break;
            case 2:
                cos = -c;
                sin = -s;
                break;
            default:
                cos = s;
                sin = -c;
                break;
        }
    }

    /// <summary>The greatest integer that is not above a value, for |value| below 2^62.</summary>
    internal static long Floor(double value)
    {
        long whole = (long)value;
        return whole > value ? whole - 1 : whole;
    }

    /// <summary>
    /// cos(x + tail) for |x| up to π / 4: the Taylor series up to x^18, plus what rounding takes away from 1 − x² / 2.
    /// </summary>
    private static double CosSmall(double x, double tail)
    {
        double z = x * x;
        double series = z * z * (1.0 / 24 - z * (1.0 / 720 - z * (1.0 / 40320 - z * (1.0 / 3628800 - z * (1.0 / 479001600
            - z * (1.0 / 87178291200 - z * (1.0 / 20922789888000 - z / 6402373705728000)))))));
        double half = 0.5 * z;
        double lead = 1 - half;
        return lead + ((1 - lead - half) + (series - x * tail));
    }

    /// <summary>sin(x + tail) for |x| up to π / 4: the Taylor series up to x^17.</summary>
    private static double SinSmall(double x, double tail)
    {
        double z = x * x;
        double series = z * x * (-1.0 / 6 + z * (1.0 / 120 - z * (1.0 / 5040 - z * (1.0 / 362880 - z * (1.0 / 39916800
            - z * (1.0 / 6227020800 - z * (1.0 / 1307674368000 - z / 355687428096000)))))));
        return x + (series + tail * (1 - 0.5 * z));
    }
}

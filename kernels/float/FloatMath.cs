// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>Functions that several float kernels need and that neither .NET nor a board has in this form.</summary>
internal static class FloatMath
{
    /// <summary>a / b as IEEE 754 has it, also for b = 0, where a board's own division throws.</summary>
    internal static float Divide(float a, float b)
    {
        return b != 0f ? a / b : (float)ByZero(a, b);
    }

    /// <summary>a / b as IEEE 754 has it, also for b = 0.</summary>
    internal static double Divide(double a, double b)
    {
        return b != 0.0 ? a / b : ByZero(a, b);
    }

    /// <summary>
    /// 1 / (1 + e^-x). Below -9 the reference takes e^x for it, which differs by more than rounding, and beyond 16.619 it takes 1.
    /// </summary>
    internal static float Logistic(float x)
    {
        if (x > 16.619047f)
        {
            return 1f;
        }

        return x < -9f ? (float)Math.Exp(x) : 1f / (1f + (float)Math.Exp(-x));
    }

    /// <summary>The greatest element from <paramref name="at"/> up to <paramref name="end"/>.</summary>
    internal static float Max(float[] values, int at, int end)
    {
        float max = float.MinValue;
        for (; at < end; at++)
        {
            float x = values[at];
            if (x > max)
            {
                max = x;
            }
        }

        return max;
    }

    private static double ByZero(double a, double zero)
    {
        // A comparison cannot tell -0 from 0; the angle of (-1, -0) is -pi, that of (-1, 0) is pi.
        double direction = a * Math.Atan2(zero, -1.0);
        return direction > 0.0 ? double.PositiveInfinity : direction < 0.0 ? double.NegativeInfinity : double.NaN;
    }
}

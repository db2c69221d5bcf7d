// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>Functions that several float kernels need and that neither .NET nor the device's class library has in this form.</summary>
internal static class FloatMath
{
    /// <summary>a / b by IEEE 754. For b = 0 a board's own division throws; this one does not.</summary>
    internal static float Divide(float a, float b)
    {
        return b != 0f ? a / b : (float)ByZero(a, b);
    }

    /// <summary>a / b by IEEE 754, including b = 0.</summary>
    internal static double Divide(double a, double b)
    {
        return b != 0.0 ? a / b : ByZero(a, b);
    }

    /// <summary>
    /// 1 / (1 + e^-x). Like the reference, it uses e^x below -9, which differs by more than rounding, and 1 above 16.619.
    /// </summary>
    internal static float Logistic(float x)
    {
        if (x > 16.619047f)
        {
            return 1f;
        }

        return x < -9f ? (float)Math.Exp(x) : 1f / (1f + (float)Math.Exp(-x));
    }

    /// <summary>
    /// tanh x in single-precision operations only, rounded like the reference's function: from e^(2x) − 1 for |x| ≥ 1, else from e^(−2x)
    /// − 1. An LSTM's cell subtracts such values, so a difference in the last digit would show.
    /// </summary>
    internal static float Tanh(float x)
    {
        float z = x < 0f ? -x : x;
        if (!(z < 22f))
        {
            return x > 0f ? 1f : x < 0f ? -1f : x;
        }

        float result;
        if (z >= 1f)
        {
            result = 1f - 2f / (PowerMinusOne(2f * z) + 2f);
        }
        else
        {
            float power = PowerMinusOne(-2f * z);
            result = -power / (power + 2f);
        }

        return x < 0f ? -result : result;
    }

    /// <summary>
    /// e^x − 1 for x in (−2, 0] and [2, 44). With x = k · ln 2 + r it is 2^k · (e^r − 1) + 2^k − 1. e^r − 1 = r + r²/2 + ... comes from
    /// the
    /// series of 6/r · ((e^r + 1) / (e^r − 1) − 2/r) in r²/2: 1, −1/30, 1/630, −1/12600, 1/249480.
    /// </summary>
    private static float PowerMinusOne(float x)
    {
        int k = 0;
        float lost = 0f;
        if (x > 0.34657359f || x < -0.34657359f)
        {
            // ln 2 in two parts. The first has so few digits that its product with k is exact; lost is the rounding error of r.
            k = (int)(1.442695f * x + (x > 0f ? 0.5f : -0.5f));
            float high = x - k * 0.69313812256f;
            float low = k * 9.0580015240e-6f;
            x = high - low;
            lost = (high - x) - low;
        }

        float half = 0.5f * x;
        float square = x * half;
        float series = 1f + square * (-0.033333335f + square * (0.0015873016f + square * (-7.9365079e-5f + square * 4.0083373e-6f)));
        float t = 3f - series * half;
        float rest = square * ((series - t) / (6f - x * t));
        if (k == 0)
        {
            return x - (x * rest - square);
        }

        rest = x * (rest - lost) - lost - square;
        if (k == -1)
        {
            return 0.5f * (x - rest) - 0.5f;
        }

        float scale = 1f;
        float inverse = 1f;
        for (int i = k; i < 0; i++)
        {
            scale *= 0.5f;
        }

        for (int i = k; i > 0; i--)
        {
            scale *= 2f;
            inverse *= 0.5f;
        }

        return k < 0 ? (1f - (rest - x)) * scale - 1f : (1f - inverse - (rest - x)) * scale;
    }

    /// <summary>The maximum of the elements from <paramref name="at"/> to <paramref name="end"/> − 1.</summary>
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

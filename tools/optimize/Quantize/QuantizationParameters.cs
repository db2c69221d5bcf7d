// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Scale and zero point of a tensor: real = scale · (stored − zero point), with stored integers of some number of bits.</summary>
/// <param name="Scale">Size of a step.</param>
/// <param name="ZeroPoint">What stands for real 0.</param>
/// <param name="Bits">8 or 16 for activations.</param>
public readonly record struct QuantizationParameters(float Scale, int ZeroPoint, int Bits)
{
    /// <summary>Lowest stored value.</summary>
    public int Lowest => -(1 << (Bits - 1));

    /// <summary>Highest stored value.</summary>
    public int Highest => (1 << (Bits - 1)) - 1;

    /// <summary>The lowest real value that is stored without clipping.</summary>
    public double Least => (double)Scale * (Lowest - ZeroPoint);

    /// <summary>The highest one.</summary>
    public double Greatest => (double)Scale * (Highest - ZeroPoint);

    /// <summary>
    /// The parameters that cover a range, widened to include 0. Symmetric ones have zero point 0 and leave the lowest stored value unused.
    /// </summary>
    /// <param name="least">The range's least value.</param>
    /// <param name="greatest">Its greatest.</param>
    /// <param name="bits">Bits of a stored value.</param>
    /// <param name="isSymmetric">Whether the zero point is 0.</param>
    /// <param name="isPowerOfTwo">Whether the scale is the next power of two.</param>
    public static QuantizationParameters Covering(double least, double greatest, int bits, bool isSymmetric, bool isPowerOfTwo = false)
    {
        least = Math.Min(least, 0);
        greatest = Math.Max(greatest, 0);
        if (greatest - least < 1e-30)
        {
            // Nothing but zeros: any scale is right, and 1 is far from the limits of every kernel.
            least = -1;
            greatest = 1;
        }

        int half = 1 << (bits - 1);
        if (isSymmetric)
        {
            float symmetric = (float)(Math.Max(-least, greatest) / (half - 1));
            return new QuantizationParameters(isPowerOfTwo ? PowerOfTwo(symmetric) : symmetric, 0, bits);
        }

        double scale = (greatest - least) / (2 * half - 1);
        scale = isPowerOfTwo ? PowerOfTwo((float)scale) : scale;
        double zeroPoint = Math.Round(-half - least / scale, MidpointRounding.AwayFromZero);
        return new QuantizationParameters((float)scale, (int)Math.Clamp(zeroPoint, -half, half - 1), bits);
    }

    /// <summary>The least power of two that is no smaller.</summary>
    internal static float PowerOfTwo(float scale)
    {
        int power = Math.ILogB(scale);
        return (float)Math.ScaleB(1, Math.ScaleB(1, power) < scale ? power + 1 : power);
    }

    /// <summary>The stored value nearest to a real one.</summary>
    public int Stored(double real)
    {
        double stored = Math.Round(real / Scale, MidpointRounding.AwayFromZero) + ZeroPoint;
        return (int)Math.Clamp(stored, Lowest, Highest);
    }

    /// <summary>The real value of a stored one.</summary>
    public double Real(int stored)
    {
        return (double)Scale * (stored - ZeroPoint);
    }
}

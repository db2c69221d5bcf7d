// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>1 / √x of an integer as a fixed-point factor, by Newton's iteration, bit for bit as the reference computes it.</summary>
public static class InverseSquareRoot
{
    /// <summary>1 / √x = multiplier / 2^31 * 2^shift.</summary>
    /// <param name="x">The integer, not negative; 0 counts as 1.</param>
    /// <param name="shift">The power of two.</param>
    /// <returns>The multiplier.</returns>
    public static int Of(int x, out int shift)
    {
        shift = 0;
        if (x <= 1)
        {
            return int.MaxValue;
        }

        int right = 11;
        for (; x >= 1 << 29; x /= 4)
        {
            right++;
        }

        // x in [2^27, 2^29), which with 3 integer bits is [½, 2).
        int pairs = (FixedPointMath.LeadingZeros(x) - 1) / 2 - 1;
        right -= pairs;
        x <<= 2 * pairs;
        int half = FixedPoint.RoundingDivideByPowerOfTwo(x >> 1, 1);
        const int ThreeHalves = 3 << 27;
        int root = 1 << 28;
        for (int i = 0; i < 5; i++)
        {
            int cube = FixedPoint.DoublingHighMultiply(FixedPoint.DoublingHighMultiply(root, root), root);
            cube = FixedPoint.SaturatingShiftLeft(cube, 6);
            root = FixedPoint.SaturatingShiftLeft(
                FixedPoint.DoublingHighMultiply(ThreeHalves, root) - FixedPoint.DoublingHighMultiply(half, cube), 3);
        }

        const int HalfSquareRootOfTwo = 1518500250;
        int multiplier = FixedPoint.DoublingHighMultiply(root, HalfSquareRootOfTwo);
        if (right < 0)
        {
            multiplier <<= -right;
            right = 0;
        }

        shift = -right;
        return multiplier;
    }
}

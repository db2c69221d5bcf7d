// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using nanoFramework.TestFramework;
using TinyInterp.Kernels;

namespace TinyInterp.Tests.Device;

/// <summary>Fixed-point arithmetic, where a board's signs and divisions could differ from a PC's.</summary>
[TestClass]
public class ArithmeticTests
{
    /// <summary>A half of a half, with and without sign.</summary>
    [TestMethod]
    public void High_multiply_doubles_and_rounds()
    {
        Assert.AreEqual(1 << 29, FixedPoint.DoublingHighMultiply(1 << 30, 1 << 30));
        Assert.AreEqual(-(1 << 29), FixedPoint.DoublingHighMultiply(-(1 << 30), 1 << 30));
        Assert.AreEqual(int.MaxValue, FixedPoint.DoublingHighMultiply(int.MinValue, int.MinValue));
    }

    /// <summary>Ties go away from zero.</summary>
    [TestMethod]
    public void Division_by_a_power_of_two_rounds_half_away_from_zero()
    {
        Assert.AreEqual(3, FixedPoint.RoundingDivideByPowerOfTwo(5, 1));
        Assert.AreEqual(-3, FixedPoint.RoundingDivideByPowerOfTwo(-5, 1));
        Assert.AreEqual(1, FixedPoint.RoundingDivideByPowerOfTwo(5, 2));
        Assert.AreEqual(-1, FixedPoint.RoundingDivideByPowerOfTwo(-5, 2));
        Assert.AreEqual(-2147483648, FixedPoint.RoundingDivideByPowerOfTwo(int.MinValue, 0));
    }

    /// <summary>A real number is taken apart by its bits, without the board's own Math.</summary>
    [TestMethod]
    public void A_real_multiplier_becomes_mantissa_and_shift()
    {
        int shift;
        Assert.AreEqual(1 << 30, QuantizedMultiplier.FromReal(0.5, out shift));
        Assert.AreEqual(0, shift);
        Assert.AreEqual(1 << 30, QuantizedMultiplier.FromReal(1.0, out shift));
        Assert.AreEqual(1, shift);
        Assert.AreEqual(1610612736, QuantizedMultiplier.FromReal(0.09375, out shift));
        Assert.AreEqual(-3, shift);
        Assert.AreEqual(0, QuantizedMultiplier.FromReal(0.0, out shift));
    }

    /// <summary>Requantisation by a half, up and down.</summary>
    [TestMethod]
    public void Multiplication_scales_both_signs()
    {
        Assert.AreEqual(50, FixedPoint.Multiply(100, 1 << 30, 0));
        Assert.AreEqual(-50, FixedPoint.Multiply(-100, 1 << 30, 0));
        Assert.AreEqual(400, FixedPoint.Multiply(100, 1 << 30, 3));
        Assert.AreEqual(-25, FixedPoint.Multiply(-100, 1 << 30, -1));
    }
}

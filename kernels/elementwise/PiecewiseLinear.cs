// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Base of RELU, LEAKY_RELU, ABS and NEG: out[i] = clamp(zo + requantise((in[i] − zi) · a)), with one factor a for in[i] ≥ zi and another
/// for in[i] &lt; zi. Centred values have at most 17 bits.
/// </summary>
/// <remarks>int16: about 85 units an element.</remarks>
public abstract class PiecewiseLinear : UnaryKernel
{
    private int _multiplier1;
    private int _shift1;
    private int _multiplier2;
    private int _shift2;

    /// <inheritdoc/>
    protected override TypeSet Types => TypeSet.Int8 | TypeSet.Int16;

    /// <summary>Sets both factors, which may be negative.</summary>
    protected void SetFactors(double forPositive, double forNegative)
    {
        _multiplier1 = Multiplier(forPositive, out _shift1);
        _multiplier2 = Multiplier(forNegative, out _shift2);
    }

    /// <inheritdoc/>
    protected override int Stored(int value)
    {
        int centred = value - Input.ZeroPoint;
        return Output.ZeroPoint + (centred >= 0
            ? FixedPoint.Multiply(centred, _multiplier1, _shift1)
            : FixedPoint.Multiply(centred, _multiplier2, _shift2));
    }

    /// <inheritdoc/>
    protected override void EvalInt16()
    {
        short[] input = Input.Int16;
        short[] output = Output.Int16;
        int at = Input.Offset;
        int to = Output.Offset;
        int inputZeroPoint = Input.ZeroPoint;
        int outputZeroPoint = Output.ZeroPoint;
        int min = Min;
        int max = Max;
        long multiplier1 = _multiplier1;
        long multiplier2 = _multiplier2;
        int left1 = _shift1 > 0 ? _shift1 : 0;
        int left2 = _shift2 > 0 ? _shift2 : 0;
        int right1 = _shift1 < 0 ? -_shift1 : 0;
        int right2 = _shift2 < 0 ? -_shift2 : 0;

        // The second rounding adds half of the divisor, less one for negative products. A shift of 0 rounds nothing.
        long half1 = right1 == 0 ? 0 : 1L << (right1 - 1);
        long half2 = right2 == 0 ? 0 : 1L << (right2 - 1);
        long sign1 = right1 == 0 ? 0 : -1;
        long sign2 = right2 == 0 ? 0 : -1;
        for (int end = at + Input.ElementCount; at < end; at++, to++)
        {
            int value = input[at] - inputZeroPoint;
            if (value >= 0)
            {
                long product = ((value << left1) * multiplier1 + 0x40000000L) >> 31;
                value = (int)((product + half1 + ((product >> 63) & sign1)) >> right1) + outputZeroPoint;
            }
            else
            {
                long product = ((value << left2) * multiplier2 + 0x40000000L) >> 31;
                value = (int)((product + half2 + ((product >> 63) & sign2)) >> right2) + outputZeroPoint;
            }

            output[to] = (short)(value < min ? min : value > max ? max : value);
        }
    }

    private static int Multiplier(double factor, out int shift)
    {
        return factor < 0 ? -QuantizedMultiplier.FromReal(-factor, out shift) : QuantizedMultiplier.FromReal(factor, out shift);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// Base of LOGISTIC and TANH. int8: the function in fixed point of the input in Q4.27, rounded to 8 bits. Like in the reference, a
/// centred input of 15 · 2^27 / 2^shift and beyond gives the limit, so Q4.27 cannot overflow. int16: linear interpolation between samples
/// of
/// <see cref="SigmoidTable"/> in 1/24 steps, also for tanh x = 2 sigmoid(2x) − 1.
/// </summary>
/// <remarks>int16: about 85 units an element.</remarks>
public abstract class SigmoidKernel : UnaryKernel
{
    private int[] _samples;
    private int _multiplier;
    private int _shift;
    private long _radius;

    /// <inheritdoc/>
    protected override TypeSet Types => TypeSet.Int8 | TypeSet.Int16;

    /// <summary>The samples for int16. Prepare reads them, because the first access creates the array.</summary>
    protected int[] Samples => _samples;

    /// <summary>The multiplier of an int16 input.</summary>
    protected int Multiplier => _multiplier;

    /// <summary>The right shift of the product.</summary>
    protected int Shift => _shift;

    /// <summary>The scale of an int8 output, as a power of two.</summary>
    protected abstract int OutputPower { get; }

    /// <summary>The zero point of an int8 output.</summary>
    protected abstract int OutputZeroPoint { get; }

    /// <summary>An int16 input's scale is exact for powers of two from 2^-12 to 2^(this − 12).</summary>
    protected abstract int LargestPower { get; }

    /// <inheritdoc/>
    protected override void PrepareFunction(PrepareContext context)
    {
        int power;
        bool isInt8 = Input.Type == TensorType.Int8;
        RequireSymmetricInt16(context);
        if (isInt8)
        {
            context.RequireZeroPoint(Output, OutputZeroPoint);
        }

        int needed = isInt8 ? OutputPower : -15;
        if (!IsPowerOfTwo(Output.Scale, out power) || power != needed)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, Output, needed, power);
        }

        if (isInt8)
        {
            _multiplier = QuantizedMultiplier.FromReal((double)Input.Scale * (1 << 27), out _shift);
            _radius = _shift < 0 ? int.MaxValue : _shift > 62 ? 0 : (15L << 27) >> _shift;
        }
        else
        {
            _samples = SigmoidTable.Values;
            PrepareInt16Multiplier();
        }
    }

    /// <inheritdoc/>
    protected override int Stored(int value)
    {
        int centred = value - Input.ZeroPoint;
        return centred <= -_radius ? Min
            : centred >= _radius ? Max
            : Narrow(FixedPoint.Multiply(centred, _multiplier, _shift));
    }

    /// <summary>The function of a Q4.27 number, as a stored int8 value.</summary>
    protected abstract int Narrow(int x);

    private void PrepareInt16Multiplier()
    {
        int power;
        if (IsPowerOfTwo(Input.Scale, out power) && power >= -12 && power <= LargestPower - 12)
        {
            _multiplier = 3 << (power + 12);
            return;
        }

        double factor = (double)Input.Scale * 4096.0 * 3.0;
        while (factor <= 32767.0 / 2.0 && _shift <= 30)
        {
            _shift++;
            factor *= 2.0;
        }

        _multiplier = factor > int.MaxValue ? int.MaxValue : (int)factor;
    }

    /// <summary>Whether log2 of a scale is within 1/1000 of an integer.</summary>
    private static bool IsPowerOfTwo(float scale, out int power)
    {
        // 2^30 times 2^0.001 and 2^0.999.
        const int Above = 1074486343;
        const int Below = 2145995641;
        int multiplier = QuantizedMultiplier.FromReal(scale, out power);
        power -= multiplier < Above ? 1 : 0;
        return multiplier != 0 && (multiplier < Above || multiplier > Below);
    }
}

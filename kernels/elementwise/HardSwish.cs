// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// HARD_SWISH. out[i] = clamp(zo + x · clamp(x + 3, 0, 6) / 6 / so) with x = (in[i] − zi) · si. int8 follows the reference's 16-bit
/// arithmetic: the input with 7 more bits is scaled once to the output's scale and once to a gate where 3 is 2^15. int16 multiplies by
/// the gate directly.
/// </summary>
/// <supports>int8 and int16 of any scales and zero points</supports>
public sealed class HardSwish : GatedKernel
{
    private int _outputMultiplier;
    private int _outputShift;
    private int _gateMultiplier;
    private int _gateShift;

    /// <inheritdoc/>
    protected override void PrepareFunction(PrepareContext context)
    {
        float fine = (1f / 128f) * Input.Scale;
        float factor = fine / Output.Scale;
        _outputMultiplier = Upper16(QuantizedMultiplier.FromReal(factor, out _outputShift));
        float gateFactor = fine / (3f / 32768f);
        _gateMultiplier = Upper16(QuantizedMultiplier.FromReal(gateFactor, out _gateShift));
        if (Input.Type == TensorType.Int8 && _outputShift > 0)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, Output, 0, _outputShift);
        }

        base.PrepareFunction(context);
    }

    /// <inheritdoc/>
    protected override double Gate(double x)
    {
        return x > 3 ? 1 : 0.5 + x / 6;
    }

    /// <inheritdoc/>
    protected override int Stored(int value)
    {
        int fine = (value - Input.ZeroPoint) * 128;
        int unshifted = High16(fine, _outputMultiplier);
        int gate = fine;
        if (_gateShift > 0)
        {
            gate = ShiftLeft16(gate, _gateShift - 1);
        }

        gate = High16(gate, _gateMultiplier);
        if (_gateShift > 0)
        {
            gate = ShiftLeft16(gate, 1);
        }
        else if (_gateShift < 0)
        {
            gate = FixedPoint.RoundingDivideByPowerOfTwo(gate, -_gateShift);
        }

        // Maps the gate from [-1, 1] to [0, 1]. The product truncates towards zero.
        gate = (gate + 32768) >> 1;
        int product = gate * unshifted / 32768;
        return FixedPoint.RoundingDivideByPowerOfTwo(product, -_outputShift) + Output.ZeroPoint;
    }

    /// <summary>The upper 16 bits of a 31-bit multiplier, rounded.</summary>
    private static int Upper16(int multiplier)
    {
        return multiplier >= int.MaxValue - 32768 ? short.MaxValue : (multiplier + 32768) >> 16;
    }

    /// <summary>round(a · b / 2^15), with halves rounded up. a and b are never both −2^15, so the result fits 16 bits.</summary>
    private static int High16(int a, int b)
    {
        return (a * b + 16384) >> 15;
    }

    private static int ShiftLeft16(int value, int shift)
    {
        long wide = (long)value << shift;
        return wide > short.MaxValue ? short.MaxValue : wide < short.MinValue ? short.MinValue : (int)wide;
    }
}

/// <content>HARD_SWISH.</content>
public static partial class ElementwiseKernels
{
    /// <summary>HARD_SWISH of int8 and int16.</summary>
    public static OpResolver AddHardSwish(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.HardSwish, TypeSet.Int8 | TypeSet.Int16, 2, static () => new HardSwish());
    }
}

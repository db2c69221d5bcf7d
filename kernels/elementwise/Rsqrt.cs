// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// RSQRT. out[i] = clamp(zo + 1 / √((in[i] − zi) · si) / so): the inverse root of the centred value by Newton's iteration, times the
/// factor 1 / (√si · so). A centred value of 0 gives the highest stored value. A negative one is an error in the run-time data.
/// </summary>
/// <remarks>int16 runs the iteration for each element, about 2,000 units.</remarks>
/// <supports>int8 and int16 of any scales and zero points; an error where the input is negative</supports>
public sealed class Rsqrt : UnaryKernel
{
    // The inverse root is at most 1. It keeps this many fractional bits between the two multiplications.
    private const int Bits = 20;
    private int _multiplier;
    private int _shift;

    /// <inheritdoc/>
    protected override TypeSet Types => TypeSet.Int8 | TypeSet.Int16;

    /// <inheritdoc/>
    protected override int Lowest => Input.ZeroPoint;

    /// <inheritdoc/>
    protected override void PrepareFunction(PrepareContext context)
    {
        // The root and the product are rounded to single precision, as in the reference.
        float root = (float)RealMath.Sqrt(Input.Scale);
        float product = root * Output.Scale;
        if (product == 0f)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, Output, 1, 0);
        }

        _multiplier = QuantizedMultiplier.FromReal(1.0 / product, out _shift);
    }

    /// <inheritdoc/>
    protected override int Stored(int value)
    {
        int centred = value - Input.ZeroPoint;
        if (centred <= 0)
        {
            return Max;
        }

        int shift;
        int multiplier = InverseSquareRoot.Of(centred, out shift);
        int inverse = FixedPoint.Multiply(1, multiplier, shift + Bits);
        return FixedPoint.Multiply(inverse, _multiplier, _shift - Bits) + Output.ZeroPoint;
    }
}

/// <content>RSQRT.</content>
public static partial class ElementwiseKernels
{
    /// <summary>RSQRT of int8 and int16.</summary>
    public static OpResolver AddRsqrt(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Rsqrt, TypeSet.Int8 | TypeSet.Int16, 4, static () => new Rsqrt());
    }
}

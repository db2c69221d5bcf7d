// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Base of int8 functions that follow their real definition: out[i] = clamp(zo + round(f((in[i] − zi) · si) / so)), with halves rounded
/// away from zero. <see cref="RealMath"/> computes f in double precision, so every machine makes the same table of 256 values.
/// </summary>
public abstract class RealFunction : UnaryKernel
{
    /// <inheritdoc/>
    protected override void PrepareFunction(PrepareContext context)
    {
    }

    /// <inheritdoc/>
    protected override int Stored(int value)
    {
        double y = Function((double)Input.Scale * (value - Input.ZeroPoint)) / Output.Scale + Output.ZeroPoint;

        // Clamped before rounding, because the rounded value plus the zero point may not fit 32 bits.
        return y <= Min ? Min : y >= Max ? Max : Output.ZeroPoint + QuantizedMultiplier.Round(y - Output.ZeroPoint);
    }

    /// <summary>The real function.</summary>
    protected abstract double Function(double x);
}

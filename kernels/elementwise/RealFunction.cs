// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// An int8 function by its real definition: out[i] = clamp(zo + round(f((in[i] − zi) · si) / so)), halves away from zero, in double
/// precision by <see cref="RealMath"/>, so that every machine builds the same table of 256 values.
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

        // Clamped before rounding: what is added to a limit of 32 bits would not fit.
        return y <= Min ? Min : y >= Max ? Max : Output.ZeroPoint + QuantizedMultiplier.Round(y - Output.ZeroPoint);
    }

    /// <summary>The real function.</summary>
    protected abstract double Function(double x);
}

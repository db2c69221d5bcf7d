// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>FLOOR. out[i] = clamp(zo + round(⌊x⌋ / so)), x = (in[i] − zi) · si.</summary>
/// <supports>int8 of any scales and zero points</supports>
public sealed class Floor : RealFunction
{
    // Beyond it every double is whole.
    private const double ExactLimit = 4503599627370496;

    /// <inheritdoc/>
    protected override double Function(double x)
    {
        if (!(x > -ExactLimit && x < ExactLimit))
        {
            return x;
        }

        double whole = (long)x;
        return whole > x ? whole - 1 : whole;
    }
}

/// <content>FLOOR.</content>
public static partial class ElementwiseKernels
{
    /// <summary>FLOOR of int8.</summary>
    public static OpResolver AddFloor(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Floor, TypeSet.Int8, 2, static () => new Floor());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SQRT. out[i] = clamp(zo + round(√((in[i] − zi) · si) / so)). A negative input is an error in the run-time data.
/// </summary>
/// <supports>int8 of any scales and zero points; an error where the input is negative</supports>
public sealed class Sqrt : RealFunction
{
    /// <inheritdoc/>
    protected override int Lowest => Input.ZeroPoint;

    /// <inheritdoc/>
    protected override double Function(double x)
    {
        return RealMath.Sqrt(x);
    }
}

/// <content>SQRT.</content>
public static partial class ElementwiseKernels
{
    /// <summary>SQRT of int8.</summary>
    public static OpResolver AddSqrt(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Sqrt, TypeSet.Int8, 2, static () => new Sqrt());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>COS. out[i] = clamp(zo + round(cos((in[i] − zi) · si) / so)).</summary>
/// <supports>int8 of any scales and zero points</supports>
public sealed class Cos : RealFunction
{
    /// <inheritdoc/>
    protected override double Function(double x)
    {
        return RealMath.Cos(x);
    }
}

/// <content>COS.</content>
public static partial class ElementwiseKernels
{
    /// <summary>COS of int8.</summary>
    public static OpResolver AddCos(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Cos, TypeSet.Int8, 2, static () => new Cos());
    }
}

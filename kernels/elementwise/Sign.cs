// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SIGN. out[i] = clamp(zo + round(sign(in[i] − zi) / so)).</summary>
/// <supports>int8 of any scales and zero points</supports>
public sealed class Sign : RealFunction
{
    /// <inheritdoc/>
    protected override double Function(double x)
    {
        return x > 0 ? 1 : x < 0 ? -1 : 0;
    }
}

/// <content>SIGN.</content>
public static partial class ElementwiseKernels
{
    /// <summary>SIGN of int8.</summary>
    public static OpResolver AddSign(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Sign, TypeSet.Int8, 3, static () => new Sign());
    }
}

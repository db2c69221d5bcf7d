// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// GELU. out[i] = clamp(zo + round(x · Φ(x) / so)) with x = (in[i] − zi) · si and Φ the cumulative normal distribution. The option
/// approximate replaces Φ(x) with ½ (1 + tanh(√(2/π) (x + 0.044715 x³))).
/// </summary>
/// <supports>int8 and int16 of any scales and zero points; exact or by tanh</supports>
public sealed class Gelu : GatedKernel
{
    private bool _isApproximate;

    /// <inheritdoc/>
    protected override void PrepareFunction(PrepareContext context)
    {
        _isApproximate = context.Options(BuiltinOptionsType.Gelu).Bool(GeluOptions.Approximate);
        base.PrepareFunction(context);
    }

    /// <inheritdoc/>
    protected override double Gate(double x)
    {
        return _isApproximate
            ? 0.5 + 0.5 * RealMath.Tanh(0.7978845608028654 * (x + 0.044715 * x * x * x))
            : 0.5 + 0.5 * RealMath.Erf(x * 0.7071067811865476);
    }
}

/// <content>GELU.</content>
public static partial class ElementwiseKernels
{
    /// <summary>GELU of int8 and int16.</summary>
    public static OpResolver AddGelu(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Gelu, TypeSet.Int8 | TypeSet.Int16, 3, static () => new Gelu());
    }
}

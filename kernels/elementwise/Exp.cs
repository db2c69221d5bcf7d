// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>EXP. out[i] = clamp(zo + round(exp((in[i] − zi) · si) / so)).</summary>
/// <supports>int8 of any scales and zero points</supports>
public sealed class Exp : RealFunction
{
    /// <inheritdoc/>
    protected override double Function(double x)
    {
        return RealMath.Exp(x);
    }
}

/// <content>EXP.</content>
public static partial class ElementwiseKernels
{
    /// <summary>EXP of int8.</summary>
    public static OpResolver AddExp(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Exp, TypeSet.Int8, 3, static () => new Exp());
    }
}

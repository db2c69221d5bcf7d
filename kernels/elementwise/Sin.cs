// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SIN. out[i] = clamp(zo + round(sin((in[i] − zi) · si) / so)).</summary>
/// <supports>int8 of any scales and zero points</supports>
public sealed class Sin : RealFunction
{
    /// <inheritdoc/>
    protected override double Function(double x)
    {
        return RealMath.Sin(x);
    }
}

/// <content>SIN.</content>
public static partial class ElementwiseKernels
{
    /// <summary>SIN of int8.</summary>
    public static OpResolver AddSin(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Sin, TypeSet.Int8, 2, static () => new Sin());
    }
}

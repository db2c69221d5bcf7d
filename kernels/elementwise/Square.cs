// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SQUARE. out[i] = clamp(zo + round(((in[i] − zi) · si)² / so)).</summary>
/// <supports>int8 of any scales and zero points</supports>
public sealed class Square : RealFunction
{
    /// <inheritdoc/>
    protected override double Function(double x)
    {
        return x * x;
    }
}

/// <content>SQUARE.</content>
public static partial class ElementwiseKernels
{
    /// <summary>SQUARE of int8.</summary>
    public static OpResolver AddSquare(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Square, TypeSet.Int8, 2, static () => new Square());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>NEG. out[i] = clamp(zo − requantise(in[i] − zi)) with the factor si / so in double precision.</summary>
/// <supports>int8 and int16 of any scales and zero points</supports>
public sealed class Neg : PiecewiseLinear
{
    /// <inheritdoc/>
    protected override void PrepareFunction(PrepareContext context)
    {
        double factor = (double)Input.Scale / (double)Output.Scale;
        SetFactors(-factor, -factor);
    }
}

/// <content>NEG.</content>
public static partial class ElementwiseKernels
{
    /// <summary>NEG of int8 and int16.</summary>
    public static OpResolver AddNeg(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Neg, TypeSet.Int8 | TypeSet.Int16, 2, static () => new Neg());
    }
}

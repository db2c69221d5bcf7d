// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// LEAKY_RELU. out[i] = clamp(zo + requantise(in[i] − zi)) with the factor si / so for in[i] ≥ zi and si · alpha / so otherwise, both in
/// single precision. alpha may be negative.
/// </summary>
/// <supports>int8 and int16 of any scales and zero points</supports>
public sealed class LeakyRelu : PiecewiseLinear
{
    /// <inheritdoc/>
    protected override void PrepareFunction(PrepareContext context)
    {
        float alpha = context.Options(BuiltinOptionsType.LeakyRelu).Single(LeakyReluOptions.Alpha);
        float product = Input.Scale * alpha;
        float leaky = product / Output.Scale;
        float identity = Input.Scale / Output.Scale;
        SetFactors(identity, leaky);
    }
}

/// <content>LEAKY_RELU.</content>
public static partial class ElementwiseKernels
{
    /// <summary>LEAKY_RELU of int8 and int16.</summary>
    public static OpResolver AddLeakyRelu(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.LeakyRelu, TypeSet.Int8 | TypeSet.Int16, 3, static () => new LeakyRelu());
    }
}

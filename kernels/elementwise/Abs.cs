// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// ABS. out[i] = clamp(zo + requantise(|in[i] − zi|)) with the factor si / so in single precision. int16 without quantisation is plain
/// |in[i]|, where −2^15 stays −2^15.
/// </summary>
/// <supports>int8; int16 with zero points 0 or unquantised</supports>
public sealed class Abs : PiecewiseLinear
{
    /// <inheritdoc/>
    protected override void CheckQuantization(PrepareContext context)
    {
        if (Input.Type != TensorType.Int16 || Input.IsQuantized)
        {
            base.CheckQuantization(context);
            RequireSymmetricInt16(context);
        }
    }

    /// <inheritdoc/>
    protected override void PrepareFunction(PrepareContext context)
    {
        if (Input.IsQuantized)
        {
            float factor = Input.Scale / Output.Scale;
            SetFactors(factor, -factor);
        }
        else
        {
            SetFactors(1, -1);
            Max = short.MaxValue + 1;
        }
    }
}

/// <content>ABS.</content>
public static partial class ElementwiseKernels
{
    /// <summary>ABS of int8 and int16.</summary>
    public static OpResolver AddAbs(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Abs, TypeSet.Int8 | TypeSet.Int16, 6, static () => new Abs());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>NEG. out[i] = −in[i].</summary>
/// <supports>float32</supports>
public sealed class NegFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            output[to] = -input[at];
        }
    }
}

/// <content>Registers <see cref="NegFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds NEG for float32.</summary>
    public static OpResolver AddNegFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Neg, TypeSet.Float32, 2, static () => new NegFloat());
    }
}

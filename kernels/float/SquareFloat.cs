// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SQUARE. out[i] = in[i]².</summary>
/// <supports>float32</supports>
public sealed class SquareFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            float x = input[at];
            output[to] = x * x;
        }
    }
}

/// <content>Registers <see cref="SquareFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds SQUARE for float32.</summary>
    public static OpResolver AddSquareFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Square, TypeSet.Float32, 2, static () => new SquareFloat());
    }
}

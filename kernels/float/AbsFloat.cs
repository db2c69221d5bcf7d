// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>ABS. out[i] = |in[i]|.</summary>
/// <supports>float32</supports>
public sealed class AbsFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            float x = input[at];

            // Not x < 0: the absolute value of -0 is 0.
            output[to] = x > 0f ? x : 0f - x;
        }
    }
}

/// <content>Registers <see cref="AbsFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds ABS for float32.</summary>
    public static OpResolver AddAbsFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Abs, TypeSet.Float32, 6, static () => new AbsFloat());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>HARD_SWISH. out[i] = in[i] · clamp(in[i] + 3, 0, 6) / 6.</summary>
/// <supports>float32</supports>
public sealed class HardSwishFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            float x = input[at];
            float gate = x + 3f;
            output[to] = x * (gate < 0f ? 0f : gate > 6f ? 6f : gate) / 6f;
        }
    }
}

/// <content>Registers <see cref="HardSwishFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds HARD_SWISH for float32.</summary>
    public static OpResolver AddHardSwishFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.HardSwish, TypeSet.Float32, 2, static () => new HardSwishFloat());
    }
}

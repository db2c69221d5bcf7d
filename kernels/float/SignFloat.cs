// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SIGN. out[i] = 1, 0 or −1 for in[i] above, at or below 0. The reference has no float32 kernel for it.</summary>
/// <supports>float32</supports>
public sealed class SignFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            float x = input[at];
            output[to] = x > 0f ? 1f : x < 0f ? -1f : x;
        }
    }
}

/// <content>Registers <see cref="SignFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds SIGN for float32.</summary>
    public static OpResolver AddSignFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Sign, TypeSet.Float32, 3, static () => new SignFloat());
    }
}

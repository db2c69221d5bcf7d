// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// FLOOR_MOD. out[i] = a[i] − b[i] · ⌊a[i] / b[i]⌋, the remainder with the sign of the divisor. A divisor of 0 gives NaN.
/// </summary>
/// <supports>float32; broadcasting</supports>
public sealed class FloorModFloat : BinaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] a, int p, int pStep, float[] b, int q, int qStep, float[] output, int to, int end)
    {
        for (; to < end; to++)
        {
            float divisor = b[q];
            float rest = divisor != 0f ? a[p] % divisor : float.NaN;
            output[to] = rest != 0f && divisor < 0f != rest < 0f ? rest + divisor : rest;
            p += pStep;
            q += qStep;
        }
    }
}

/// <content>Registers <see cref="FloorModFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds FLOOR_MOD for float32.</summary>
    public static OpResolver AddFloorModFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.FloorMod, TypeSet.Float32, 3, static () => new FloorModFloat());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>MAXIMUM. out[i] = max(a[i], b[i]).</summary>
/// <supports>float32; broadcasting</supports>
public sealed class MaximumFloat : BinaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] a, int p, int pStep, float[] b, int q, int qStep, float[] output, int to, int end)
    {
        for (; to < end; to++)
        {
            float x = a[p];
            float y = b[q];
            output[to] = x > y ? x : y;
            p += pStep;
            q += qStep;
        }
    }
}

/// <content>Registers <see cref="MaximumFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds MAXIMUM for float32.</summary>
    public static OpResolver AddMaximumFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Maximum, TypeSet.Float32, 5, static () => new MaximumFloat());
    }
}

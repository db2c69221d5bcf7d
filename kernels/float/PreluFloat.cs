// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>PRELU. out[i] = a[i] for a[i] ≥ 0, else alpha[i] · a[i], where alpha is the second input.</summary>
/// <supports>float32; broadcasting</supports>
public sealed class PreluFloat : BinaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] a, int p, int pStep, float[] b, int q, int qStep, float[] output, int to, int end)
    {
        for (; to < end; to++)
        {
            float x = a[p];
            output[to] = x >= 0f ? x : x * b[q];
            p += pStep;
            q += qStep;
        }
    }
}

/// <content>Registers <see cref="PreluFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds PRELU for float32.</summary>
    public static OpResolver AddPreluFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Prelu, TypeSet.Float32, 2, static () => new PreluFloat());
    }
}

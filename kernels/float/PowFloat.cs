// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>POW. out[i] = a[i]^b[i]. The reference has no float32 kernel for it.</summary>
/// <supports>float32; broadcasting</supports>
public sealed class PowFloat : BinaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] a, int p, int pStep, float[] b, int q, int qStep, float[] output, int to, int end)
    {
        for (; to < end; to++)
        {
            output[to] = (float)Math.Pow(a[p], b[q]);
            p += pStep;
            q += qStep;
        }
    }
}

/// <content>Registers <see cref="PowFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds POW for float32.</summary>
    public static OpResolver AddPowFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Pow, TypeSet.Float32, 2, static () => new PowFloat());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>FLOOR_DIV. out[i] = ⌊a[i] / b[i]⌋, with the quotient in double precision. Division by 0 follows IEEE 754.</summary>
/// <supports>float32; broadcasting</supports>
public sealed class FloorDivFloat : BinaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] a, int p, int pStep, float[] b, int q, int qStep, float[] output, int to, int end)
    {
        for (; to < end; to++)
        {
            output[to] = (float)Math.Floor(FloatMath.Divide((double)a[p], (double)b[q]));
            p += pStep;
            q += qStep;
        }
    }
}

/// <content>Registers <see cref="FloorDivFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds FLOOR_DIV for float32.</summary>
    public static OpResolver AddFloorDivFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.FloorDiv, TypeSet.Float32, 4, static () => new FloorDivFloat());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SQUARED_DIFFERENCE. out[i] = (a[i] − b[i])².</summary>
/// <supports>float32; broadcasting</supports>
public sealed class SquaredDifferenceFloat : BinaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] a, int p, int pStep, float[] b, int q, int qStep, float[] output, int to, int end)
    {
        for (; to < end; to++)
        {
            float difference = a[p] - b[q];
            output[to] = difference * difference;
            p += pStep;
            q += qStep;
        }
    }
}

/// <content>Registers <see cref="SquaredDifferenceFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds SQUARED_DIFFERENCE for float32.</summary>
    public static OpResolver AddSquaredDifferenceFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.SquaredDifference, TypeSet.Float32, 3, static () => new SquaredDifferenceFloat());
    }
}

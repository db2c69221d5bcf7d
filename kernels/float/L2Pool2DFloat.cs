// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// L2_POOL_2D. out[b, y, x, c] = clamp(√(mean of in[b, i, j, c]²)) over the cells (i, j) of the window that lie inside the input.
/// </summary>
/// <supports>float32</supports>
public sealed class L2Pool2DFloat : PoolFloat
{
    /// <inheritdoc/>
    protected override float Reduce(float[] input, int first, int rows, int rowStep, int columns, int depth)
    {
        int cells = rows * columns;
        float sum = 0f;
        for (; rows > 0; rows--)
        {
            int at = first;
            for (int end = at + columns * depth; at < end; at += depth)
            {
                float x = input[at];
                sum += x * x;
            }

            first += rowStep;
        }

        return (float)Math.Sqrt(sum / cells);
    }
}

/// <content>Registers <see cref="L2Pool2DFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds L2_POOL_2D for float32.</summary>
    public static OpResolver AddL2Pool2DFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.L2Pool2D, TypeSet.Float32, 2, static () => new L2Pool2DFloat());
    }
}

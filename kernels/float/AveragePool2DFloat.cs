// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// AVERAGE_POOL_2D. out[b, y, x, c] = clamp(mean of in[b, i, j, c] over the cells (i, j) of the window that lie inside the input).
/// </summary>
/// <supports>float32</supports>
public sealed class AveragePool2DFloat : PoolFloat
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
                sum += input[at];
            }

            first += rowStep;
        }

        return sum / cells;
    }
}

/// <content>Registers <see cref="AveragePool2DFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds AVERAGE_POOL_2D for float32.</summary>
    public static OpResolver AddAveragePool2DFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.AveragePool2D, TypeSet.Float32, 4, static () => new AveragePool2DFloat());
    }
}

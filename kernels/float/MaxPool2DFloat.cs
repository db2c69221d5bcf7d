// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// MAX_POOL_2D. out[b, y, x, c] = clamp(max of in[b, i, j, c] over the cells (i, j) of the window that lie inside the input).
/// </summary>
/// <supports>float32</supports>
public sealed class MaxPool2DFloat : PoolFloat
{
    /// <inheritdoc/>
    protected override float Reduce(float[] input, int first, int rows, int rowStep, int columns, int depth)
    {
        float max = float.MinValue;
        for (; rows > 0; rows--)
        {
            int at = first;
            for (int end = at + columns * depth; at < end; at += depth)
            {
                float x = input[at];
                if (x > max)
                {
                    max = x;
                }
            }

            first += rowStep;
        }

        return max;
    }
}

/// <content>Registers <see cref="MaxPool2DFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds MAX_POOL_2D for float32.</summary>
    public static OpResolver AddMaxPool2DFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.MaxPool2D, TypeSet.Float32, 4, static () => new MaxPool2DFloat());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>FLOOR. out[i] = ⌊in[i]⌋.</summary>
/// <supports>float32</supports>
public sealed class FloorFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            output[to] = (float)Math.Floor(input[at]);
        }
    }
}

/// <content>Registers <see cref="FloorFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds FLOOR for float32.</summary>
    public static OpResolver AddFloorFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Floor, TypeSet.Float32, 2, static () => new FloorFloat());
    }
}

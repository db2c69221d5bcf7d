// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>ROUND. out[i] = the integer nearest to in[i]; halves are rounded to even.</summary>
/// <supports>float32</supports>
public sealed class RoundFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            double x = input[at];
            double floor = Math.Floor(x);
            double rest = x - floor;
            bool up = rest > 0.5 || (rest == 0.5 && Math.Floor(floor * 0.5) != floor * 0.5);
            output[to] = (float)(up ? floor + 1.0 : floor);
        }
    }
}

/// <content>Registers <see cref="RoundFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds ROUND for float32.</summary>
    public static OpResolver AddRoundFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Round, TypeSet.Float32, 2, static () => new RoundFloat());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// GELU. out[i] = in[i] · Φ(in[i]), where Φ is the cumulative normal distribution, (1 + erf(x / √2)) / 2. The option approximate replaces
/// it with (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2. The reference has no float32 kernel for it.
/// </summary>
/// <supports>float32</supports>
public sealed class GeluFloat : UnaryFloat
{
    private bool _isApproximate;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        base.Prepare(context);
        _isApproximate = context.Options(BuiltinOptionsType.Gelu).Bool(GeluOptions.Approximate);
    }

    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        bool isApproximate = _isApproximate;
        for (; at < end; at++, to++)
        {
            double x = input[at];
            output[to] = (float)(x * (isApproximate
                ? 0.5 * (1.0 + Math.Tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))
                : Normal(x)));
        }
    }

    /// <summary>Φ(x), computed from its tail e^(−x² / 2) / √(2π) · (...), so that small results suffer no cancellation.</summary>
    private static double Normal(double x)
    {
        double z = x < 0.0 ? -x : x;
        if (!(z < 14.5))
        {
            // The tail is below the lowest positive float32.
            return x > 0.0 ? 1.0 : x < 0.0 ? 0.0 : x;
        }

        double density = Math.Exp(-0.5 * z * z) * 0.3989422804014327;
        if (z < 2.5)
        {
            // Φ(z) = 1/2 + density · (z + z³/3 + z⁵/(3·5) + ...), where all terms are positive.
            double term = z;
            double sum = z;
            for (int n = 3; term > sum * 1e-17; n += 2)
            {
                term *= z * z / n;
                sum += term;
            }

            return x < 0.0 ? 0.5 - density * sum : 0.5 + density * sum;
        }

        // The tail is density / (z + 1/(z + 2/(z + 3/(z + ...)))).
        double fraction = z;
        for (int n = 60; n > 0; n--)
        {
            fraction = z + n / fraction;
        }

        double tail = density / fraction;
        return x < 0.0 ? tail : 1.0 - tail;
    }
}

/// <content>Registers <see cref="GeluFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds GELU for float32.</summary>
    public static OpResolver AddGeluFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Gelu, TypeSet.Float32, 3, static () => new GeluFloat());
    }
}

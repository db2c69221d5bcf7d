// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>MUL. out[i] = clamp(a[i] · b[i]).</summary>
/// <supports>float32; broadcasting</supports>
public sealed class MulFloat : BinaryFloat
{
    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        base.Prepare(context);
        PrepareActivation(context, BuiltinOptionsType.Mul, MulOptions.FusedActivationFunction);
    }

    /// <inheritdoc/>
    protected override void Run(float[] a, int p, int pStep, float[] b, int q, int qStep, float[] output, int to, int end)
    {
        float low = Low;
        float high = High;
        for (; to < end; to++)
        {
            float value = a[p] * b[q];
            output[to] = value < low ? low : value > high ? high : value;
            p += pStep;
            q += qStep;
        }
    }
}

/// <content>Registers <see cref="MulFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds MUL for float32.</summary>
    public static OpResolver AddMulFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Mul, TypeSet.Float32, 8, static () => new MulFloat());
    }
}

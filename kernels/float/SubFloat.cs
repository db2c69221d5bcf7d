// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SUB. out[i] = clamp(a[i] − b[i]).</summary>
/// <supports>float32; broadcasting</supports>
public sealed class SubFloat : BinaryFloat
{
    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        base.Prepare(context);
        PrepareActivation(context, BuiltinOptionsType.Sub, SubOptions.FusedActivationFunction);
    }

    /// <inheritdoc/>
    protected override void Run(float[] a, int p, int pStep, float[] b, int q, int qStep, float[] output, int to, int end)
    {
        float low = Low;
        float high = High;
        for (; to < end; to++)
        {
            float value = a[p] - b[q];
            output[to] = value < low ? low : value > high ? high : value;
            p += pStep;
            q += qStep;
        }
    }
}

/// <content>Registers <see cref="SubFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds SUB for float32.</summary>
    public static OpResolver AddSubFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Sub, TypeSet.Float32, 6, static () => new SubFloat());
    }
}

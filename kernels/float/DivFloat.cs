// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>DIV. out[i] = clamp(a[i] / b[i]). Division by 0 follows IEEE 754, within the clamp.</summary>
/// <supports>float32; broadcasting</supports>
public sealed class DivFloat : BinaryFloat
{
    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        base.Prepare(context);
        PrepareActivation(context, BuiltinOptionsType.Div, DivOptions.FusedActivationFunction);
    }

    /// <inheritdoc/>
    protected override void Run(float[] a, int p, int pStep, float[] b, int q, int qStep, float[] output, int to, int end)
    {
        float low = Low;
        float high = High;
        for (; to < end; to++)
        {
            float divisor = b[q];
            float value = divisor != 0f ? a[p] / divisor : FloatMath.Divide(a[p], divisor);
            output[to] = value < low ? low : value > high ? high : value;
            p += pStep;
            q += qStep;
        }
    }
}

/// <content>Registers <see cref="DivFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds DIV for float32.</summary>
    public static OpResolver AddDivFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Div, TypeSet.Float32, 3, static () => new DivFloat());
    }
}

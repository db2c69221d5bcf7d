// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>LEAKY_RELU. out[i] = in[i] for in[i] &gt; 0, else alpha · in[i].</summary>
/// <supports>float32</supports>
public sealed class LeakyReluFloat : UnaryFloat
{
    private float _alpha;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        base.Prepare(context);
        _alpha = context.Options(BuiltinOptionsType.LeakyRelu).Single(LeakyReluOptions.Alpha);
    }

    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        float alpha = _alpha;
        for (; at < end; at++, to++)
        {
            float x = input[at];
            output[to] = x > 0f ? x : x * alpha;
        }
    }
}

/// <content>Registers <see cref="LeakyReluFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds LEAKY_RELU for float32.</summary>
    public static OpResolver AddLeakyReluFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.LeakyRelu, TypeSet.Float32, 3, static () => new LeakyReluFloat());
    }
}

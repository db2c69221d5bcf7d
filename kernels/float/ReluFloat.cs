// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// RELU, RELU6, RELU_N1_TO_1, RELU_0_TO_1. out[i] = clamp(in[i], low, high) with the limits [0, ∞), [0, 6], [−1, 1] and [0, 1]. The
/// reference does not have the last two.
/// </summary>
/// <supports>float32</supports>
public sealed class ReluFloat : UnaryFloat
{
    private readonly float _low;
    private readonly float _high;

    /// <summary>Creates a clamp to these limits.</summary>
    public ReluFloat(float low, float high)
    {
        _low = low;
        _high = high;
    }

    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        float low = _low;
        float high = _high;
        for (; at < end; at++, to++)
        {
            float x = input[at];
            output[to] = x < low ? low : x > high ? high : x;
        }
    }
}

/// <content>Registers <see cref="ReluFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds RELU for float32.</summary>
    public static OpResolver AddReluFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Relu, TypeSet.Float32, 4, static () => new ReluFloat(0f, float.PositiveInfinity));
    }

    /// <summary>Adds RELU6 for float32.</summary>
    public static OpResolver AddRelu6Float(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Relu6, TypeSet.Float32, 4, static () => new ReluFloat(0f, 6f));
    }

    /// <summary>Adds RELU_N1_TO_1 for float32.</summary>
    public static OpResolver AddReluN1To1Float(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ReluN1To1, TypeSet.Float32, 2, static () => new ReluFloat(-1f, 1f));
    }

    /// <summary>Adds RELU_0_TO_1 for float32.</summary>
    public static OpResolver AddRelu0To1Float(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Relu0To1, TypeSet.Float32, 2, static () => new ReluFloat(0f, 1f));
    }
}

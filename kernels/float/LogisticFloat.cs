// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>LOGISTIC. out[i] = 1 / (1 + e^−in[i]).</summary>
/// <supports>float32</supports>
public sealed class LogisticFloat : UnaryFloat
{
    /// <inheritdoc/>
    protected override void Run(float[] input, int at, int end, float[] output, int to)
    {
        for (; at < end; at++, to++)
        {
            output[to] = FloatMath.Logistic(input[at]);
        }
    }
}

/// <content>Registers <see cref="LogisticFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds LOGISTIC for float32.</summary>
    public static OpResolver AddLogisticFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Logistic, TypeSet.Float32, 4, static () => new LogisticFloat());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Kernels;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Graph;

/// <summary>The clamp that a fused activation puts on stored values; limits are rounded in single precision as the reference does.</summary>
internal static class FusedRange
{
    internal static (int Min, int Max) Of(int activation, GraphTensor output)
    {
        int min = (int)TensorTypes.MinInteger(output.Type);
        int max = (int)TensorTypes.MaxInteger(output.Type);
        if (activation != ActivationRange.None)
        {
            min = Math.Max(min, Stored(output, activation == ActivationRange.ReluN1To1 ? -1f : 0f));
        }

        if (activation is ActivationRange.ReluN1To1 or ActivationRange.Relu6)
        {
            max = Math.Min(max, Stored(output, activation == ActivationRange.Relu6 ? 6f : 1f));
        }

        return (min, max);
    }

    private static int Stored(GraphTensor output, float limit)
    {
        float quotient = limit / output.Tensor.Scale;
        return (int)Math.Min(int.MaxValue, (long)output.Tensor.ZeroPoint + QuantizedMultiplier.Round(quotient));
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Registers the kernels of this assembly. Each operator's file adds its own call; this file has the one that registers them all.
/// </summary>
public static partial class NeuralKernels
{
    /// <summary>Every kernel of this assembly.</summary>
    public static OpResolver AddAllNeural(this OpResolver resolver)
    {
        return resolver
            .AddAveragePool2D()
            .AddBatchMatMul()
            .AddConv2D()
            .AddDepthwiseConv2D()
            .AddDequantize()
            .AddFullyConnected()
            .AddMaxPool2D()
            .AddQuantize()
            .AddSoftmax()
            .AddTransposeConv();
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Registers the kernels of reductions, normalisations and resizing. Each operator's file adds its own call; this file has the one that
/// registers them all.
/// </summary>
public static partial class ReduceKernels
{
    /// <summary>Every kernel of this assembly.</summary>
    public static OpResolver AddAllReduce(this OpResolver resolver)
    {
        return resolver
            .AddArgMax()
            .AddArgMin()
            .AddCumsum()
            .AddL2Normalization()
            .AddLogSoftmax()
            .AddMean()
            .AddReduceAll()
            .AddReduceAny()
            .AddReduceMax()
            .AddReduceMin()
            .AddResizeBilinear()
            .AddSum()
            .AddTopKV2();
    }
}

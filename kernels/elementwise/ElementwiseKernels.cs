// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>Registers the kernels of arithmetic, comparisons and activations: each operator's file adds its own call, and this one adds them all.</summary>
public static partial class ElementwiseKernels
{
    /// <summary>Every kernel of this assembly.</summary>
    public static OpResolver AddAllElementwise(this OpResolver resolver)
    {
        return resolver
            .AddAdd()
            .AddAddN()
            .AddDiv()
            .AddEqual()
            .AddGreater()
            .AddGreaterEqual()
            .AddLess()
            .AddLessEqual()
            .AddLogicalAnd()
            .AddLogicalOr()
            .AddMaximum()
            .AddMinimum()
            .AddMul()
            .AddNotEqual()
            .AddPow()
            .AddPrelu()
            .AddSelect()
            .AddSelectV2()
            .AddSquaredDifference()
            .AddSub();
    }
}

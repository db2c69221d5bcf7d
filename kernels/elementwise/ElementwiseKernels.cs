// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Registers the kernels of arithmetic, comparisons and activations. Each operator's file adds its own call; this file has the one that
/// registers them all.
/// </summary>
public static partial class ElementwiseKernels
{
    /// <summary>Every kernel of this assembly.</summary>
    public static OpResolver AddAllElementwise(this OpResolver resolver)
    {
        return resolver
            .AddAbs()
            .AddAdd()
            .AddAddN()
            .AddCast()
            .AddCos()
            .AddDiv()
            .AddElu()
            .AddEqual()
            .AddExp()
            .AddFloor()
            .AddGelu()
            .AddGreater()
            .AddGreaterEqual()
            .AddHardSwish()
            .AddLeakyRelu()
            .AddLess()
            .AddLessEqual()
            .AddLog()
            .AddLogicalAnd()
            .AddLogicalNot()
            .AddLogicalOr()
            .AddLogistic()
            .AddMaximum()
            .AddMinimum()
            .AddMul()
            .AddNeg()
            .AddNotEqual()
            .AddPow()
            .AddPrelu()
            .AddRelu()
            .AddRelu0To1()
            .AddRelu6()
            .AddReluN1To1()
            .AddRsqrt()
            .AddSelect()
            .AddSelectV2()
            .AddSign()
            .AddSin()
            .AddSqrt()
            .AddSquare()
            .AddSquaredDifference()
            .AddSub()
            .AddTanh();
    }
}

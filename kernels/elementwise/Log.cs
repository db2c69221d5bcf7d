// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// LOG. out[i] = clamp(zo + round(log((in[i] − zi) · si) / so)). log 0 gives the lowest stored value. A negative input is an error in the
/// run-time data.
/// </summary>
/// <supports>int8 of any scales and zero points; an error where the input is negative</supports>
public sealed class Log : RealFunction
{
    /// <inheritdoc/>
    protected override int Lowest => Input.ZeroPoint;

    /// <inheritdoc/>
    protected override double Function(double x)
    {
        return x > 0 ? RealMath.Log(x) : double.MinValue;
    }
}

/// <content>LOG.</content>
public static partial class ElementwiseKernels
{
    /// <summary>LOG of int8.</summary>
    public static OpResolver AddLog(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Log, TypeSet.Int8, 3, static () => new Log());
    }
}

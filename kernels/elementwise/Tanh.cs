// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// TANH. out[i] = tanh((in[i] − zi) · si), stored in units of 2^-7 for int8 and of 2^-15 for int16. See <see cref="SigmoidKernel"/>.
/// </summary>
/// <supports>int8 with output scale 1/128 and zero point 0; int16 with zero points 0 and output scale 1/32768</supports>
public sealed class Tanh : SigmoidKernel
{
    /// <inheritdoc/>
    protected override int OutputPower => -7;

    /// <inheritdoc/>
    protected override int OutputZeroPoint => 0;

    /// <inheritdoc/>
    protected override int LargestPower => 1;

    /// <inheritdoc/>
    protected override int Narrow(int x)
    {
        return FixedPoint.RoundingDivideByPowerOfTwo(FixedPointMath.Tanh(x), 24);
    }

    /// <inheritdoc/>
    protected override void EvalInt16()
    {
        // With a multiplier of 65535 the smallest step already leads beyond the last sample.
        SigmoidTable.Tanh(
            Samples, Input.Int16, Input.Offset, Output.Int16, Output.Offset, Input.ElementCount,
            Multiplier > 65535 ? 65535 : Multiplier, Shift);
    }
}

/// <content>TANH.</content>
public static partial class ElementwiseKernels
{
    /// <summary>TANH of int8 and int16.</summary>
    public static OpResolver AddTanh(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Tanh, TypeSet.Int8 | TypeSet.Int16, 4, static () => new Tanh());
    }
}

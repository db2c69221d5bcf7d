// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// TANH. out[i] = tanh((in[i] − zi) · si) in units of 2^-7 for int8 and of 2^-15 for int16. See <see cref="SigmoidKernel"/>.
/// </summary>
[KernelRemarks("int8 with output scale 1/128 and zero point 0; int16 with zero points 0 and output scale 1/32768")]
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
        short[] input = Input.Int16;
        short[] output = Output.Int16;
        int[] samples = SigmoidTable.Values;
        int at = Input.Offset;
        int to = Output.Offset;
        long multiplier = Multiplier;
        int shift = Shift;
        long half = shift == 0 ? 0 : 1L << (shift - 1);
        for (int end = at + Input.ElementCount; at < end; at++, to++)
        {
            long x = (input[at] * multiplier + half) >> shift;
            long magnitude = x < 0 ? -x : x;
            int result = 0xFFFF << 8;
            if (magnitude < 255 << 8)
            {
                int sample = (int)magnitude;
                int low = samples[sample >> 8];
                result = (low << 8) + (samples[(sample >> 8) + 1] - low) * (sample & 0xFF);
            }

            output[to] = (short)((x < 0 ? (1 << 23) - result + 0x7F : result - (1 << 23) + 0x80) >> 8);
        }
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

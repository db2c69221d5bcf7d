// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// LOGISTIC. out[i] = 1 / (1 + exp(−x)) with x = (in[i] − zi) · si, stored in units of 2^-8 above −128 for int8 and of 2^-15 for
/// int16. See
/// <see cref="SigmoidKernel"/>.
/// </summary>
/// <supports>int8 with output scale 1/256 and zero point -128; int16 with zero points 0 and output scale 1/32768</supports>
public sealed class Logistic : SigmoidKernel
{
    /// <inheritdoc/>
    protected override int OutputPower => -8;

    /// <inheritdoc/>
    protected override int OutputZeroPoint => -128;

    /// <inheritdoc/>
    protected override int LargestPower => 0;

    /// <inheritdoc/>
    protected override int Narrow(int x)
    {
        return FixedPoint.RoundingDivideByPowerOfTwo(FixedPointMath.Logistic(x), 23) - 128;
    }

    /// <inheritdoc/>
    protected override void EvalInt16()
    {
        short[] input = Input.Int16;
        short[] output = Output.Int16;
        int[] samples = Samples;
        int at = Input.Offset;
        int to = Output.Offset;
        long multiplier = Multiplier;
        int shift = Shift;
        long half = shift == 0 ? 0 : 1L << (shift - 1);
        for (int end = at + Input.ElementCount; at < end; at++, to++)
        {
            long x = (input[at] * multiplier + half) >> shift;
            long magnitude = x < 0 ? -x : x;
            int result = 0x7FFF << 10;
            if (magnitude < 255 << 9)
            {
                int sample = (int)magnitude;
                int low = samples[sample >> 9];
                result = (low << 9) + (samples[(sample >> 9) + 1] - low) * (sample & 0x1FF);
            }

            output[to] = (short)((x < 0 ? (1 << 25) - result + 0x1FF : result + 0x200) >> 10);
        }
    }
}

/// <content>LOGISTIC.</content>
public static partial class ElementwiseKernels
{
    /// <summary>LOGISTIC of int8 and int16.</summary>
    public static OpResolver AddLogistic(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Logistic, TypeSet.Int8 | TypeSet.Int16, 4, static () => new Logistic());
    }
}

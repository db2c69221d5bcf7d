// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// ELU. out[i] = clamp(zo + round(f(x) / so)) with x = (in[i] − zi) · si, f(x) = x for x ≥ 0 and exp(x) − 1 otherwise. int8 uses a
/// table,
/// computed in single precision like the reference. int16: values ≥ 0 take one multiplication. For the others, exp(−si · d) with
/// d = zi − in[i] &lt; 2^16 is the product of two table entries, one for the upper and one for the lower 8 bits of d, each in units of
/// 2^-30, so the product fits 61 bits.
/// </summary>
/// <remarks>int16: about 70 units an element.</remarks>
/// <supports>int8 and int16 of any scales and zero points</supports>
public sealed class Elu : UnaryKernel
{
    private int _coarse;
    private int _fine;
    private long _identity;
    private int _identityShift;
    private long _unit;
    private int _unitShift;

    /// <inheritdoc/>
    protected override TypeSet Types => TypeSet.Int8 | TypeSet.Int16;

    /// <inheritdoc/>
    protected override void PrepareFunction(PrepareContext context)
    {
        if (Input.Type == TensorType.Int8)
        {
            return;
        }

        _coarse = context.Persistent(TensorType.Int32, 256);
        _fine = context.Persistent(TensorType.Int32, 256);
        for (int i = 0; i < 256; i++)
        {
            Memory.Int32[_coarse + i] = QuantizedMultiplier.Round(RealMath.Exp(-256.0 * Input.Scale * i) * (1 << 30));
            Memory.Int32[_fine + i] = QuantizedMultiplier.Round(RealMath.Exp(-(double)Input.Scale * i) * (1 << 30));
        }

        int shift;
        _identity = QuantizedMultiplier.FromReal((double)Input.Scale / Output.Scale, out shift);
        _identityShift = RightShift(context, 31 - shift);
        _unit = QuantizedMultiplier.FromReal(1.0 / Output.Scale, out shift);
        _unitShift = RightShift(context, 61 - shift);
    }

    /// <inheritdoc/>
    protected override int Stored(int value)
    {
        float x = Input.Scale * (value - Input.ZeroPoint);
        if (x < 0)
        {
            // Each step rounds to single precision, like the reference.
            float exp = (float)RealMath.Exp(x);
            x = exp - 1f;
        }

        float inverse = 1f / Output.Scale;
        float rescaled = x * inverse;
        long stored = (long)QuantizedMultiplier.Round(rescaled) + Output.ZeroPoint;
        return stored > short.MaxValue ? short.MaxValue : stored < short.MinValue ? short.MinValue : (int)stored;
    }

    /// <inheritdoc/>
    protected override void EvalInt16()
    {
        short[] input = Input.Int16;
        short[] output = Output.Int16;
        int at = Input.Offset;
        int to = Output.Offset;
        int[] memory = Memory.Int32;
        int coarse = _coarse;
        int fine = _fine;
        long identity = _identity;
        int identityShift = _identityShift;
        long identityHalf = 1L << (identityShift - 1);
        long unit = _unit;
        int unitShift = _unitShift;
        long unitHalf = 1L << (unitShift - 1);
        int inputZeroPoint = Input.ZeroPoint;
        long outputZeroPoint = Output.ZeroPoint;
        for (int end = at + Input.ElementCount; at < end; at++, to++)
        {
            int depth = inputZeroPoint - input[at];
            long value;
            if (depth <= 0)
            {
                value = outputZeroPoint + ((identityHalf - depth * identity) >> identityShift);
            }
            else
            {
                value = (((long)memory[coarse + (depth >> 8)] * memory[fine + (depth & 0xFF)]) >> 30) - 0x40000000L;
                value = outputZeroPoint + ((value * unit + unitHalf) >> unitShift);
            }

            output[to] = (short)(value < -32768 ? -32768 : value > 32767 ? 32767 : value);
        }
    }

    /// <summary>
    /// A right shift of at least 1, so that there is a bit to round. A smaller one means that the scales differ by 2^30.
    /// </summary>
    private int RightShift(PrepareContext context, int shift)
    {
        if (shift < 1)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, Output, 1, shift);
        }

        return shift > 62 ? 62 : shift;
    }
}

/// <content>ELU.</content>
public static partial class ElementwiseKernels
{
    /// <summary>ELU of int8 and int16.</summary>
    public static OpResolver AddElu(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Elu, TypeSet.Int8 | TypeSet.Int16, 2, static () => new Elu());
    }
}

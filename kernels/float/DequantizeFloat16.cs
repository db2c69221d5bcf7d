// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// DEQUANTIZE of constants in half precision. A sign, five bits e and ten bits m are ±(1024 + m) · 2^(e − 25); e = 0 is ±m · 2^-24, and e
/// = 31 is infinity (m = 0) or NaN. float32 holds every half exactly, so the result is exact. The constant stays in the model's bytes.
/// The output is an ordinary tensor, so its memory is shared once the nodes that read it have run.
/// </summary>
/// <remarks>About 30 units an element.</remarks>
/// <supports>constant float16 to float32, exact</supports>
public sealed class DequantizeFloat16 : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private int _powers;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        _input = context.ConstantInput(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float16);
        context.RequireType(_output, TypeSet.Float32);
        context.RequireSameShape(_output, _input);
        _powers = context.Persistent(TensorType.Float32, 32);
        float[] powers = Memory.Float32;
        float power = 1f / (1 << 24);
        for (int e = 1; e < 31; e++)
        {
            powers[_powers + e] = power;
            power *= 2;
        }

        powers[_powers] = powers[_powers + 1];
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        byte[] input = _input.ConstantBytes;
        float[] output = _output.Float32;
        float[] powers = Memory.Float32;
        int at = _input.ConstantOffset;
        int to = _output.Offset;
        for (int end = to + _output.ElementCount; to < end; to++, at += 2)
        {
            int high = (sbyte)input[at + 1];
            int exponent = (high >> 2) & 31;
            int digits = input[at] + ((high & 3) << 8);
            float value;
            if (exponent == 31)
            {
                value = digits == 0 ? float.PositiveInfinity : float.NaN;
            }
            else
            {
                value = (exponent == 0 ? digits : digits + 1024) * powers[_powers + exponent];
            }

            output[to] = high < 0 ? -value : value;
        }
    }
}

/// <content>Registers <see cref="DequantizeFloat16"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds DEQUANTIZE for float16 constants.</summary>
    public static OpResolver AddDequantizeFloat16(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Dequantize, TypeSet.Float16, 6, static () => new DequantizeFloat16());
    }
}

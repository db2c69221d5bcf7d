// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// QUANTIZE. From float32: out = clamp(zo + round(in / so)), with halves rounded away from zero and the quotient in single precision.
/// From an integer type: out = clamp(zo + requantise(in − zi)) with the factor si / so in double precision.
/// </summary>
/// <remarks>An 8-bit input has only 256 values, so its outputs are a table if the budget has room for it.</remarks>
/// <supports>float32 to int8, int16, uint8; int8, int16, int32, uint8 to int8, int16, int32, uint8</supports>
public sealed class Quantize : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private int[] _table;
    private int _multiplier;
    private int _shift;
    private int _min;
    private int _max;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float32 | TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.UInt8);
        context.RequireType(
            _output, TypeSet.Int8 | TypeSet.Int16 | TypeSet.UInt8 | (_input.Type == TensorType.Float32 ? TypeSet.None : TypeSet.Int32));
        context.RequireSameShape(_output, _input);
        context.RequireQuantized(_output);
        _min = (int)TensorTypes.MinZeroPoint(_output.Type);
        _max = (int)TensorTypes.MaxZeroPoint(_output.Type);
        if (_input.Type == TensorType.Float32)
        {
            return;
        }

        context.RequireQuantized(_input);
        _multiplier = QuantizedMultiplier.FromReal((double)_input.Scale / (double)_output.Scale, out _shift);
    }

    /// <inheritdoc/>
    public override void PackWeights(SpareMemory spare)
    {
        _table = null;
        if (spare == null || ArenaRegion.OfType(_input.Type) != ArenaRegion.Int8)
        {
            return;
        }

        long[] function =
        {
            (long)BuiltinOperator.Quantize, (int)_input.Type, _input.ZeroPoint, (int)_output.Type, _output.ZeroPoint, _multiplier, _shift,
        };
        _table = spare.FindTable(function);
        if (_table == null && spare.TryTake(4 * 256))
        {
            _table = NewTable();
            spare.ShareTable(function, _table);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        switch (_input.Type)
        {
            case TensorType.Float32:
                EvalFloat32();
                break;
            case TensorType.Int16:
            case TensorType.Int32:
                EvalWide();
                break;
            default:
                if (_table == null)
                {
                    EvalBytes();
                }
                else
                {
                    EvalTable();
                }

                break;
        }
    }

    /// <summary>The output for each 8-bit input, indexed by the input's bits as a signed byte, plus 128.</summary>
    private int[] NewTable()
    {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++)
        {
            table[i] = Requantized(i - 128);
        }

        return table;
    }

    /// <summary>The output for the bits of an 8-bit input.</summary>
    private int Requantized(int bits)
    {
        int value = _input.Type == TensorType.UInt8 ? bits & 0xFF : bits;
        return Clamp(FixedPoint.Multiply(value - _input.ZeroPoint, _multiplier, _shift));
    }

    /// <summary>Adds the zero point and clamps. The sum has 64 bits, because an int32 output may be close to its limits.</summary>
    private int Clamp(int requantized)
    {
        long value = (long)requantized + _output.ZeroPoint;
        return value < _min ? _min : value > _max ? _max : (int)value;
    }

    private void EvalTable()
    {
        sbyte[] input = _input.Int8;
        int[] table = _table;
        int at = _input.Offset;
        int end = at + _input.ElementCount;
        int outputAt = _output.Offset;
        switch (ArenaRegion.OfType(_output.Type))
        {
            case ArenaRegion.Int8:
                sbyte[] output8 = _output.Int8;
                for (; at < end; at++, outputAt++)
                {
                    output8[outputAt] = (sbyte)table[input[at] + 128];
                }

                break;
            case ArenaRegion.Int16:
                short[] output16 = _output.Int16;
                for (; at < end; at++, outputAt++)
                {
                    output16[outputAt] = (short)table[input[at] + 128];
                }

                break;
            default:
                int[] output32 = _output.Int32;
                for (; at < end; at++, outputAt++)
                {
                    output32[outputAt] = table[input[at] + 128];
                }

                break;
        }
    }

    /// <summary>The same as <see cref="EvalTable"/>, computed for each element.</summary>
    private void EvalBytes()
    {
        sbyte[] input = _input.Int8;
        int at = _input.Offset;
        int outputAt = _output.Offset;
        for (int end = at + _input.ElementCount; at < end; at++, outputAt++)
        {
            int value = Requantized(input[at]);
            switch (ArenaRegion.OfType(_output.Type))
            {
                case ArenaRegion.Int8:
                    _output.Int8[outputAt] = (sbyte)value;
                    break;
                case ArenaRegion.Int16:
                    _output.Int16[outputAt] = (short)value;
                    break;
                default:
                    _output.Int32[outputAt] = value;
                    break;
            }
        }
    }

    private void EvalWide()
    {
        short[] input16 = _input.Int16;
        int[] input32 = _input.Int32;
        sbyte[] output8 = _output.Int8;
        short[] output16 = _output.Int16;
        int[] output32 = _output.Int32;
        long multiplier = _multiplier;
        int left = _shift > 0 ? _shift : 0;
        int right = _shift < 0 ? -_shift : 0;

        // The second rounding adds half of the divisor, less one for negative products. A shift of 0 rounds nothing.
        long half = right == 0 ? 0 : 1L << (right - 1);
        long sign = right == 0 ? 0 : -1;
        int inputZeroPoint = _input.ZeroPoint;
        int outputZeroPoint = _output.ZeroPoint;
        int min = _min;
        int max = _max;
        int at = _input.Offset;
        int outputAt = _output.Offset;
        for (int end = at + _input.ElementCount; at < end; at++, outputAt++)
        {
            int centred = (input16 != null ? input16[at] : input32[at]) - inputZeroPoint;
            long product = ((centred << left) * multiplier + 0x40000000L) >> 31;
            long value = ((product + half + ((product >> 63) & sign)) >> right) + outputZeroPoint;
            value = value < min ? min : value > max ? max : value;
            if (output8 != null)
            {
                output8[outputAt] = (sbyte)value;
            }
            else if (output16 != null)
            {
                output16[outputAt] = (short)value;
            }
            else
            {
                output32[outputAt] = (int)value;
            }
        }
    }

    private void EvalFloat32()
    {
        float[] input = _input.Float32;
        sbyte[] output8 = _output.Int8;
        short[] output16 = _output.Int16;
        float scale = _output.Scale;
        int zeroPoint = _output.ZeroPoint;
        float lowest = _min - zeroPoint;
        float highest = _max - zeroPoint;
        int at = _input.Offset;
        int outputAt = _output.Offset;
        for (int end = at + _input.ElementCount; at < end; at++, outputAt++)
        {
            // Clamped before conversion, because converting a value out of range gives different results on different machines. NaN
            // becomes 0.
            float quotient = input[at] / scale;
            int value = 0;
            if (quotient <= lowest)
            {
                value = _min - zeroPoint;
            }
            else if (quotient >= highest)
            {
                value = _max - zeroPoint;
            }
            else if (quotient > lowest)
            {
                value = (int)quotient;
                float rest = quotient - value;
                if (rest >= 0.5f)
                {
                    value++;
                }
                else if (rest <= -0.5f)
                {
                    value--;
                }
            }

            if (output8 != null)
            {
                output8[outputAt] = (sbyte)(value + zeroPoint);
            }
            else
            {
                output16[outputAt] = (short)(value + zeroPoint);
            }
        }
    }
}

/// <content>QUANTIZE.</content>
public static partial class NeuralKernels
{
    /// <summary>QUANTIZE, from float32 and between integer types.</summary>
    public static OpResolver AddQuantize(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.Quantize,
            TypeSet.Float32 | TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.UInt8,
            3,
            static () => new Quantize());
    }
}

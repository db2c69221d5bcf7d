// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// ADD_N. out[i] = clamp(zo + requantise(r(−zi) + Σ_k r(in_k[i] − zi))). All inputs have the same shape and quantisation. The sum starts
/// at r(−zi), as the reference's does; with a zero point of 0 that is 0. r halves the scale and adds 20 bits, so each term is at most 255
/// · 2^19, and up to 15 inputs cannot overflow int32. With more inputs the sum wraps, as the reference's does.
/// </summary>
/// <remarks>r is a table of 256 entries. About 30 units per input of each element.</remarks>
/// <supports>
/// int8; two inputs and more, all of one shape, scale and zero point; sums start at minus the zero point, as the reference's do
/// </supports>
public sealed class AddN : Kernel
{
    private Tensor[] _inputs;
    private sbyte[][] _arrays;
    private int _at;
    private Tensor _output;
    private int _table;
    private int _first;
    private int _multiplier;
    private int _shift;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, int.MaxValue);
        context.RequireOutputs(1);
        _output = context.Output(0);
        _inputs = new Tensor[context.InputCount];
        _arrays = new sbyte[_inputs.Length][];
        _at = context.Persistent(TensorType.Int32, _inputs.Length);
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i] = context.Input(i);
            context.RequireType(_inputs[i], TypeSet.Int8);
            context.RequireQuantized(_inputs[i]);
            context.RequireSameShape(_inputs[i], _output);
            context.RequireSameQuantization(_inputs[i], _inputs[0]);
        }

        context.RequireType(_output, TypeSet.Int8);
        context.RequireQuantized(_output);
        double twice = 2 * (double)_inputs[0].Scale;
        int shift;
        int multiplier = QuantizedMultiplier.FromReal(_inputs[0].Scale / twice, out shift);
        _multiplier = QuantizedMultiplier.FromReal(twice / ((1 << 20) * (double)_output.Scale), out _shift);
        if (_shift > 0)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, _output, 0, _shift);
        }

        _table = context.Persistent(TensorType.Int32, 256);
        for (int value = -128; value < 128; value++)
        {
            Memory.Int32[_table + 128 + value] = FixedPoint.Multiply((value - _inputs[0].ZeroPoint) << 20, multiplier, shift);
        }

        _first = FixedPoint.Multiply(-_inputs[0].ZeroPoint << 20, multiplier, shift);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        sbyte[][] arrays = _arrays;
        int[] memory = Memory.Int32;
        int starts = _at;
        for (int i = 0; i < arrays.Length; i++)
        {
            arrays[i] = _inputs[i].Int8;
            memory[starts + i] = _inputs[i].Offset;
        }

        sbyte[] output = _output.Int8;
        int table = _table + 128;
        int first = _first;
        long multiplier = _multiplier;
        int right = -_shift;

        // The second rounding adds half of the divisor, less one for negative products. A shift of 0 rounds nothing.
        long half = right == 0 ? 0 : 1L << (right - 1);
        long sign = right == 0 ? 0 : -1;
        int zeroPoint = _output.ZeroPoint;
        int at = _output.Offset;
        int count = _output.ElementCount;
        for (int i = 0; i < count; i++, at++)
        {
            int sum = first;
            for (int k = 0; k < arrays.Length; k++)
            {
                sum += memory[table + arrays[k][memory[starts + k] + i]];
            }

            long product = (sum * multiplier + 0x40000000L) >> 31;
            int value = (int)((product + half + ((product >> 63) & sign)) >> right) + zeroPoint;
            output[at] = (sbyte)(value < -128 ? -128 : value > 127 ? 127 : value);
        }
    }
}

/// <content>ADD_N.</content>
public static partial class ElementwiseKernels
{
    /// <summary>ADD_N of int8.</summary>
    public static OpResolver AddAddN(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.AddN, TypeSet.Int8, 2, static () => new AddN());
    }
}

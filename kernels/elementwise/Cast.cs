// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// CAST between integers, from bool, and to float32 or bool. A cast to a narrower integer keeps the low bits, to float32 it rounds to
/// nearest, and to bool it gives 1 for everything but 0.
/// </summary>
/// <remarks>About 60 units an element. If the types are equal, Eval is one copy.</remarks>
/// <supports>int8, int16, int32, int64, uint8, uint32 and bool to each other and to float32</supports>
public sealed class Cast : Kernel
{
    private Tensor _input;
    private Tensor _output;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, ElementwiseKernels.CastableTypes);
        context.RequireType(_output, ElementwiseKernels.CastableTypes | TypeSet.Float32);
        context.RequireSameShape(_output, _input);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int at = _input.Offset;
        int to = _output.Offset;
        int count = _input.ElementCount;
        if (_input.Type == _output.Type)
        {
            Array.Copy(_input.Data, at, _output.Data, to, count);
            return;
        }

        sbyte[] input8 = _input.Int8;
        short[] input16 = _input.Int16;
        int[] input32 = _input.Int32;
        long[] input64 = _input.Int64;
        sbyte[] output8 = _output.Int8;
        short[] output16 = _output.Int16;
        int[] output32 = _output.Int32;
        long[] output64 = _output.Int64;
        float[] outputFloat = _output.Float32;
        bool isBool = _output.Type == TensorType.Bool;
        long mask = _input.Type == TensorType.UInt32 ? 0xFFFFFFFFL : _input.Type == TensorType.UInt8 ? 0xFFL : -1L;
        for (int end = at + count; at < end; at++, to++)
        {
            long value = input8 != null ? input8[at] : input32 != null ? input32[at] : input16 != null ? input16[at] : input64[at];
            value &= mask;
            if (output32 != null)
            {
                output32[to] = (int)value;
            }
            else if (output8 != null)
            {
                output8[to] = isBool ? value != 0 ? (sbyte)1 : (sbyte)0 : (sbyte)value;
            }
            else if (outputFloat != null)
            {
                outputFloat[to] = value;
            }
            else if (output16 != null)
            {
                output16[to] = (short)value;
            }
            else
            {
                output64[to] = value;
            }
        }
    }
}

/// <content>CAST.</content>
public static partial class ElementwiseKernels
{
    internal const TypeSet CastableTypes =
        TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.Int64 | TypeSet.UInt8 | TypeSet.UInt32 | TypeSet.Bool;

    /// <summary>CAST from integers and bool.</summary>
    public static OpResolver AddCast(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Cast, CastableTypes, 8, static () => new Cast());
    }
}

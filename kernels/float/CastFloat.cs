// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// CAST from float32. Casts to integers truncate the fraction. A value that int32 cannot hold becomes the lowest int32. int8 and int16
/// take the low bits of that integer. uint32 takes the low bits of a 64-bit integer, so −1 becomes 2³² − 1.
/// </summary>
/// <supports>float32 to float32, int8, int16, int32 and uint32</supports>
public sealed class CastFloat : Kernel
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
        context.RequireType(_input, TypeSet.Float32);
        context.RequireType(_output, TypeSet.Float32 | TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.UInt32);
        context.RequireSameShape(_output, _input);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] input = _input.Float32;
        int p = _input.Offset;
        int to = _output.Offset;
        int end = p + _input.ElementCount;
        if (_output.Type == TensorType.Float32)
        {
            Array.Copy(input, p, _output.Float32, to, _input.ElementCount);
            return;
        }

        bool isUnsigned = _output.Type == TensorType.UInt32;
        sbyte[] int8 = _output.Int8;
        short[] int16 = _output.Int16;
        int[] int32 = _output.Int32;
        for (; p < end; p++, to++)
        {
            float x = input[p];
            int value = int.MinValue;
            if (x > -2147483904f && x < 2147483648f)
            {
                value = (int)x;
            }
            else if (isUnsigned)
            {
                value = x > -9.223373e18f && x < 9.223372e18f ? (int)(long)x : 0;
            }

            if (int32 != null)
            {
                int32[to] = value;
            }
            else if (int16 != null)
            {
                int16[to] = (short)value;
            }
            else
            {
                int8[to] = (sbyte)value;
            }
        }
    }
}

/// <content>Registers <see cref="CastFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds CAST for float32.</summary>
    public static OpResolver AddCastFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Cast, TypeSet.Float32, 8, static () => new CastFloat());
    }
}

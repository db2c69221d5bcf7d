// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>DEQUANTIZE. out = scale · (in − zi), with the product in double precision, rounded once to single precision.</summary>
/// <supports>int8, int16, uint8, int32 to float32</supports>
public sealed class Dequantize : Kernel
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
        context.RequireType(_input, TypeSet.Int8 | TypeSet.Int16 | TypeSet.UInt8 | TypeSet.Int32);
        context.RequireType(_output, TypeSet.Float32);
        context.RequireSameShape(_output, _input);
        context.RequireQuantized(_input);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        sbyte[] input8 = _input.Int8;
        short[] input16 = _input.Int16;
        int[] input32 = _input.Int32;
        float[] output = _output.Float32;
        double scale = _input.Scale;
        int zeroPoint = _input.ZeroPoint;
        int at = _input.Offset;
        int end = at + _input.ElementCount;
        int outputAt = _output.Offset;
        if (input16 != null)
        {
            for (; at < end; at++, outputAt++)
            {
                output[outputAt] = (float)(scale * (input16[at] - zeroPoint));
            }
        }
        else if (input32 != null)
        {
            for (; at < end; at++, outputAt++)
            {
                output[outputAt] = (float)(scale * ((long)input32[at] - zeroPoint));
            }
        }
        else if (_input.Type == TensorType.UInt8)
        {
            for (; at < end; at++, outputAt++)
            {
                output[outputAt] = (float)(scale * ((input8[at] & 0xFF) - zeroPoint));
            }
        }
        else
        {
            for (; at < end; at++, outputAt++)
            {
                output[outputAt] = (float)(scale * (input8[at] - zeroPoint));
            }
        }
    }
}

/// <content>DEQUANTIZE.</content>
public static partial class NeuralKernels
{
    /// <summary>DEQUANTIZE to float32.</summary>
    public static OpResolver AddDequantize(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.Dequantize,
            TypeSet.Int8 | TypeSet.Int16 | TypeSet.UInt8 | TypeSet.Int32,
            6,
            static () => new Dequantize());
    }
}

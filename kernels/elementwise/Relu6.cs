// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// RELU6. out[i] = in[i], clamped to the stored values of 0 and 6 in the input's quantisation. Like the reference, it does not rescale,
/// even if the output's scale differs.
/// </summary>
/// <remarks>int16: about 35 units an element.</remarks>
/// <supports>int8 and int16; the output has the input's scale and zero point</supports>
public sealed class Relu6 : UnaryKernel
{
    /// <inheritdoc/>
    protected override TypeSet Types => TypeSet.Int8 | TypeSet.Int16;

    /// <inheritdoc/>
    protected override void PrepareFunction(PrepareContext context)
    {
        float quotient = 6f / Input.Scale;
        long six = (long)Input.ZeroPoint + QuantizedMultiplier.Round(quotient);
        Max = six < Max ? (int)six : Max;
        Min = Input.ZeroPoint;
    }

    /// <inheritdoc/>
    protected override int Stored(int value)
    {
        return value;
    }

    /// <inheritdoc/>
    protected override void EvalInt16()
    {
        short[] input = Input.Int16;
        short[] output = Output.Int16;
        int at = Input.Offset;
        int to = Output.Offset;
        int min = Min;
        int max = Max;
        for (int end = at + Input.ElementCount; at < end; at++, to++)
        {
            int value = input[at];
            output[to] = (short)(value < min ? min : value > max ? max : value);
        }
    }
}

/// <content>RELU6.</content>
public static partial class ElementwiseKernels
{
    /// <summary>RELU6 of int8 and int16.</summary>
    public static OpResolver AddRelu6(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Relu6, TypeSet.Int8 | TypeSet.Int16, 4, static () => new Relu6());
    }
}

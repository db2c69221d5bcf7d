// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// RELU, RELU_N1_TO_1 and RELU_0_TO_1. out[i] = clamp(zo + requantise(in[i] − zi)) between the stored values of the two limits, with the
/// factor si / so in single precision.
/// </summary>
/// <supports>int8 and int16 of any scales; int16 with zero points 0</supports>
public sealed class Relu : PiecewiseLinear
{
    private readonly float _low;
    private readonly float _high;

    /// <summary>Creates a rectifier.</summary>
    /// <param name="low">The lower limit.</param>
    /// <param name="high">The upper limit; <see cref="float.MaxValue"/> for none.</param>
    public Relu(float low, float high)
    {
        _low = low;
        _high = high;
    }

    /// <inheritdoc/>
    protected override void PrepareFunction(PrepareContext context)
    {
        RequireSymmetricInt16(context);
        float factor = Input.Scale / Output.Scale;
        SetFactors(factor, factor);
        int low = Limit(_low);
        Min = low > Min ? low : Min;
        if (_high != float.MaxValue)
        {
            int high = Limit(_high);
            Max = high < Max ? high : Max;
        }
    }

    private int Limit(float limit)
    {
        float quotient = limit / Output.Scale;
        long stored = (long)Output.ZeroPoint + QuantizedMultiplier.Round(quotient);
        return stored > short.MaxValue ? short.MaxValue : stored < short.MinValue ? short.MinValue : (int)stored;
    }
}

/// <content>RELU, RELU_N1_TO_1 and RELU_0_TO_1.</content>
public static partial class ElementwiseKernels
{
    /// <summary>RELU of int8 and int16.</summary>
    public static OpResolver AddRelu(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Relu, TypeSet.Int8 | TypeSet.Int16, 4, static () => new Relu(0, float.MaxValue));
    }

    /// <summary>RELU_N1_TO_1 of int8 and int16.</summary>
    public static OpResolver AddReluN1To1(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ReluN1To1, TypeSet.Int8 | TypeSet.Int16, 2, static () => new Relu(-1, 1));
    }

    /// <summary>RELU_0_TO_1 of int8 and int16.</summary>
    public static OpResolver AddRelu0To1(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Relu0To1, TypeSet.Int8 | TypeSet.Int16, 2, static () => new Relu(0, 1));
    }
}

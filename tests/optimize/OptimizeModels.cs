// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Tests.Optimize;

/// <summary>Small models that exist as float and as int8, tensor by tensor of the same name.</summary>
internal static class OptimizeModels
{
    /// <summary>FULLY_CONNECTED with RELU from 4 to 6, another to 3 scores.</summary>
    public static byte[] FloatDense(bool isDamaged = false)
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 4]);
        int h = builder.Tensor("h", TensorType.Float32, [1, 6]);
        int y = builder.Tensor("y", TensorType.Float32, [1, 3]);
        float[] first = Values(24, 1);
        first[0] += isDamaged ? 5 : 0;
        int w1 = builder.Constant("w1", [6, 4], first);
        int b1 = builder.Constant("b1", [6], Values(6, 2));
        int w2 = builder.Constant("w2", [3, 6], Values(18, 3));
        builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(Activation.Relu), [x, w1, b1], [h]);
        builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(), [h, w2, -1], [y]);
        builder.Output(y);
        return builder.Build();
    }

    /// <summary>The same in 8 bits, with ranges wide enough for inputs from -1 to 1.</summary>
    public static byte[] Int8Dense()
    {
        ModelBuilder builder = new ModelBuilder();
        const float xScale = 1f / 127;
        const float hScale = 5f / 255;
        int x = builder.Input("x", TensorType.Int8, [1, 4], xScale, 0);
        int h = builder.Tensor("h", TensorType.Int8, [1, 6], hScale, -128);
        int y = builder.Tensor("y", TensorType.Int8, [1, 3], 0.1f, 0);
        const float wScale = 1f / 127;
        int w1 = builder.Constant("w1", [6, 4], Stored(Values(24, 1), wScale), wScale, 0);
        int b1 = builder.Constant("b1", [6], Values(6, 2).Select(v => (int)MathF.Round(v / (xScale * wScale))).ToArray(), xScale * wScale, 0);
        int w2 = builder.Constant("w2", [3, 6], Stored(Values(18, 3), wScale), wScale, 0);
        builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(Activation.Relu), [x, w1, b1], [h], 4);
        builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(), [h, w2, -1], [y], 4);
        builder.Output(y);
        return builder.Build();
    }

    /// <summary>Numbers from -1 to 1 that are always the same.</summary>
    public static float[] Values(int count, int seed)
    {
        Random random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1)).ToArray();
    }

    /// <summary>Symmetric int8.</summary>
    public static sbyte[] Stored(float[] values, float scale)
    {
        return values.Select(v => (sbyte)Math.Clamp(MathF.Round(v / scale), -127, 127)).ToArray();
    }
}

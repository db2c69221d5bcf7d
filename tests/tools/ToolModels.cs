// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Writer;

namespace TinyInterp.Tests.Tools;

using TinyInterp.Schema;

/// <summary>Models for the tool's tests.</summary>
internal static class ToolModels
{
    /// <summary>RESHAPE from [2,3] to [6]: the outputs are the inputs.</summary>
    public static byte[] Identity()
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Int8, [2, 3], 0.5f, 0);
        int shape = builder.Constant("shape", [1], new[] { 6 });
        int y = builder.Tensor("y", TensorType.Int8, [6], 0.5f, 0);
        builder.Operator(BuiltinOperator.Reshape, Options.Reshape([6]), [x, shape], [y]);
        builder.Output(y);
        return builder.Build();
    }

    /// <summary>Two inputs, each reshaped to an output of its own: 2 and 3 elements.</summary>
    public static byte[] TwoInputs()
    {
        ModelBuilder builder = new ModelBuilder();
        int a = builder.Input("a", TensorType.Int8, [1, 2]);
        int b = builder.Input("b", TensorType.Int8, [1, 3]);
        int y = builder.Tensor("y", TensorType.Int8, [2]);
        int z = builder.Tensor("z", TensorType.Int8, [3]);
        builder.Operator(BuiltinOperator.Reshape, Options.Reshape([2]), [a], [y]);
        builder.Operator(BuiltinOperator.Reshape, Options.Reshape([3]), [b], [z]);
        builder.Output(y);
        builder.Output(z);
        return builder.Build();
    }

    /// <summary>FULLY_CONNECTED of 4 inputs and 2 outputs, then SOFTMAX.</summary>
    public static byte[] Dense()
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Int8, [1, 4], 0.5f, 3);
        int w = builder.Constant("w[0]", [2, 4], new sbyte[] { 1, -2, 3, -4, 5, -6, 7, -8 }, 0.25f, 0);
        int y = builder.Tensor("y", TensorType.Int8, [1, 2], 2f, -128);
        int p = builder.Tensor("p", TensorType.Int8, [1, 2], 1f / 256, -128);
        builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(), [x, w, -1], [y], 4);
        builder.Operator(BuiltinOperator.Softmax, Options.Softmax(1f), [y], [p], 2);
        builder.Output(p);
        return builder.Build();
    }

    /// <summary>Four things that cannot be run: a custom operator, a type, an operator, and options that make no sense.</summary>
    public static byte[] Unsupported()
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Int8, [1, 4], 0.5f, 3);
        int d = builder.Input("d", TensorType.Float64, [1, 4]);
        int a = builder.Tensor("a", TensorType.Int8, [1, 4], 0.5f, 3);
        int b = builder.Tensor("b", TensorType.Float64, [1, 4]);
        int c = builder.Tensor("c", TensorType.Int8, [1, 4], 0.5f, 3);
        int e = builder.Tensor("e", TensorType.Int8, [5], 0.5f, 3);
        builder.CustomOperator("Mystery", null, [x], [a]);
        builder.Operator(BuiltinOperator.Softmax, Options.Softmax(1f), [d], [b]);
        builder.Operator(BuiltinOperator.Rfft2D, null, [a], [c]);
        builder.Operator(BuiltinOperator.Reshape, Options.Reshape([5]), [c], [e]);
        builder.Output(b);
        builder.Output(e);
        return builder.Build();
    }
}

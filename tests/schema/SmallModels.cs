// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Tests.Schema;

/// <summary>Sound models for tests to spoil or to run with kernels of their own.</summary>
internal static class SmallModels
{
    /// <summary>x (tensor 0) -> custom operator Copy (node 0) -> y (tensor 1).</summary>
    public static ModelBuilder Copy(TensorType type = TensorType.Int8, params int[] shape)
    {
        ModelBuilder builder = new ModelBuilder();
        builder.Document.Description = "copy";
        shape = shape.Length == 0 ? [1, 4] : shape;
        int x = builder.Input("x", type, shape);
        int y = builder.Tensor("y", type, shape);
        builder.CustomOperator("Copy", null, [x], [y]);
        builder.Output(y);
        return builder;
    }

    /// <summary>Copy with a constant w (tensor 2) that the node takes as its second input.</summary>
    public static ModelBuilder WithConstant(TensorType type, int[] shape, byte[] data, QuantizationDef? quantization = null)
    {
        ModelBuilder builder = Copy();
        int w = builder.Constant("w", type, shape, data, quantization);
        builder.Definition.Operators[0].Inputs = [0, w];
        return builder;
    }

    /// <summary>Main: IF (node 0) of c (tensor 0) and x (tensor 1) gives y (tensor 2); subgraphs 1 and 2 copy by the operator Copy.</summary>
    public static ModelBuilder Branch()
    {
        ModelBuilder builder = new ModelBuilder();
        int c = builder.Input("c", TensorType.Bool, []);
        int x = builder.Input("x", TensorType.Int8, [4]);
        int y = builder.Tensor("y", TensorType.Int8, [4]);
        builder.Output(y);
        int[] branches = new int[2];
        for (int i = 0; i < 2; i++)
        {
            SubgraphBuilder branch = builder.Subgraph("branch" + i);
            branches[i] = branch.Index;
            int a = branch.Input("a", TensorType.Int8, [4]);
            int b = branch.Tensor("b", TensorType.Int8, [4]);
            branch.CustomOperator("Copy", null, [a], [b]);
            branch.Output(b);
        }

        builder.Operator(BuiltinOperator.If, Options.If(branches[0], branches[1]), [c, x], [y]);
        return builder;
    }

    /// <summary>CONV_2D of x [1, 4, 4, 2] with w [3, 2, 2, 2] and b [3], VALID, stride 1, gives y [1, 3, 3, 3].</summary>
    public static ModelBuilder Conv(OptionsTable? options = null)
    {
        ModelBuilder builder = new ModelBuilder();
        sbyte[] weights = new sbyte[24];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (sbyte)(37 * i);
        }

        int x = builder.Input("x", TensorType.Int8, [1, 4, 4, 2], 0.5f, 3);
        int w = builder.Constant("w", [3, 2, 2, 2], weights, QuantizationDef.PerChannel([0.25f, 0.125f, 0.5f], 0));
        int b = builder.Constant("b", [3], new[] { 100, -100, 7 });
        int y = builder.Tensor("y", TensorType.Int8, [1, 3, 3, 3], 2f, -1);
        options ??= Options.Conv2D(Padding.Valid, 1, 1);
        builder.Operator(BuiltinOperator.Conv2D, options, [x, w, b], [y], 3);
        builder.Output(y);
        builder.Signature("serving_default");
        return builder;
    }

    /// <summary>Overwrites a 32-bit word.</summary>
    public static byte[] Put(byte[] model, int position, int value)
    {
        byte[] copy = (byte[])model.Clone();
        BitConverter.TryWriteBytes(copy.AsSpan(position), value);
        return copy;
    }
}

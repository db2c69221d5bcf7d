// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;

namespace TinyInterp.Tests.Writer;

using TinyInterp.Schema;
using TinyInterp.Writer;

/// <summary>Models that between them use every table the writer writes.</summary>
internal static class SampleModels
{
    /// <summary>A dense layer with per-channel weights, metadata, a signature and a custom node.</summary>
    public static ModelBuilder Dense()
    {
        ModelBuilder builder = new ModelBuilder();
        builder.Document.Description = "dense";
        int x = builder.Input("x", TensorType.Int8, [1, 4], 0.5f, 3);
        int w = builder.Constant(
            "w", [2, 4], new sbyte[] { 1, -2, 3, -4, 5, -6, 7, -8 }, QuantizationDef.PerChannel([0.25f, 0.125f], 0));
        int b = builder.Constant("b", [2], new[] { 1000, -1000 });
        int y = builder.Tensor("y", TensorType.Int8, [1, 2], 2f, -128);
        int z = builder.Tensor("z", TensorType.Int8, [1, 2]);
        builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(Activation.Relu6, keepNumDims: true), [x, w, b], [y], 4);
        builder.CustomOperator("MyOperator", [1, 2, 3], [y, -1], [z]);
        builder.Output(z);
        builder.Metadata("note", [9, 8, 7]);
        builder.Signature("serving_default");
        return builder;
    }

    /// <summary>Three subgraphs, a variable, and operator codes above 127.</summary>
    public static ModelBuilder Control()
    {
        ModelBuilder builder = new ModelBuilder();
        SubgraphBuilder then = builder.Subgraph("then");
        then.Output(then.Input("a", TensorType.Float32, [3]));
        SubgraphBuilder init = builder.Subgraph("init");
        int handle = init.Tensor("handle", TensorType.Resource, []);
        init.Operator(BuiltinOperator.VarHandle, Options.VarHandle("box", "counter"), [], [handle]);

        int condition = builder.Input("condition", TensorType.Bool, []);
        int value = builder.Input("value", TensorType.Float32, [3]);
        int state = builder.Variable("state", TensorType.Float32, [3]);
        int result = builder.Tensor("result", TensorType.Float32, [3]);
        builder.Definition.Tensors[result].ShapeSignature = [-1];
        builder.Definition.Tensors[result].HasRank = true;
        builder.Operator(BuiltinOperator.CallOnce, Options.CallOnce(init.Index), [], []);
        OperatorDef node = builder.Operator(BuiltinOperator.If, Options.If(then.Index, then.Index), [condition, value], [result]);
        node.MutatingVariableInputs = [false, true];
        node.Intermediates = [state];
        builder.Output(result);
        return builder;
    }

    /// <summary>The rarer parts: details of quantisation, sparsity, variants, raw options and out-of-line data.</summary>
    public static ModelBuilder Rare()
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Variant, null!);
        builder.Definition.Tensors[x].VariantTensors = [new VariantDef { Type = TensorType.Int16, Shape = [2], HasRank = true }];
        int w = builder.Constant("w", [2, 2], new float[] { 1f, 2f, 3f, 4f });
        builder.Definition.Tensors[w].Sparsity = new SparsityDef
        {
            TraversalOrder = [0, 1],
            BlockMap = [],
            Dimensions =
            [
                new SparseDimensionDef { DenseSize = 2 },
                new SparseDimensionDef
                {
                    Format = DimensionFormat.SparseCsr,
                    Segments = new byte[] { 0, 1, 2 },
                    Indices = new ushort[] { 0, 1 }
                }
            ]
        };
        builder.Definition.Tensors[w].Quantization = new QuantizationDef
        {
            Min = [-1f],
            Max = [1f],
            Details = new OptionsTable(2).Int32(0, 5).Int32(1, -1).Int32(2, 32)
        };
        int large = builder.Constant("large", [40], Enumerable.Range(0, 40).Select(i => (sbyte)i).ToArray());
        builder.Document.Buffers[builder.Definition.Tensors[large].BufferIndex].Outside = true;
        OperatorDef node = builder.CustomOperator("Large", [1, 2, 3, 4, 5], [x, w, large], [x]);
        node.CustomOptionsOutside = true;
        node.DebugMetadataIndex = 3;
        OperatorDef second = builder.Operator(BuiltinOperator.StablehloCase, null, [x], [x]);
        second.Options2 = new OptionsTable((byte)BuiltinOptions2Type.StablehloCase);
        builder.Operator(BuiltinOperator.Bucketize, Options.Bucketize([0.5f, 1.5f]), [x], [x]);
        builder.Operator(BuiltinOperator.RandomUniform, Options.Random(long.MaxValue, -1), [x], [x]);
        builder.Operator(BuiltinOperator.Reshape, Options.Reshape([-1, 2]), [x], [x]);
        builder.Document.MetadataBuffers = [1];
        return builder;
    }
}

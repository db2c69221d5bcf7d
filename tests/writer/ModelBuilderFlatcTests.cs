// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace TinyInterp.Tests.Writer;

using TinyInterp.Schema;
using TinyInterp.Writer;

/// <summary>What the builder was told, and what flatc reads out of the bytes, must be the same.</summary>
public sealed class ModelBuilderFlatcTests
{
    [Fact]
    public void DenseModel()
    {
        Flatc.SkipUnlessInstalled();
        JsonElement model = Flatc.Decode(SampleModels.Dense().Build());

        Assert.Equal(3, Number(model, "version"));
        Assert.Equal("dense", Text(model, "description"));
        JsonElement codes = model.GetProperty("operator_codes");
        Same("{'deprecated_builtin_code': 9, 'version': 4, 'builtin_code': 'FULLY_CONNECTED'}", codes[0]);
        Same("{'deprecated_builtin_code': 32, 'custom_code': 'MyOperator', 'version': 1, 'builtin_code': 'CUSTOM'}", codes[1]);

        JsonElement graph = model.GetProperty("subgraphs")[0];
        Same("[0]", graph.GetProperty("inputs"));
        Same("[4]", graph.GetProperty("outputs"));
        JsonElement tensors = graph.GetProperty("tensors");
        Assert.Equal(["x", "w", "b", "y", "z"], tensors.EnumerateArray().Select(tensor => Text(tensor, "name")));
        Assert.Equal(["INT8", "INT8", "INT32", "INT8", "INT8"], tensors.EnumerateArray().Select(tensor => Text(tensor, "type")));
        Same("[1,4]", tensors[0].GetProperty("shape"));
        Same("[0.5]", tensors[0].GetProperty("quantization").GetProperty("scale"));
        Same("[3]", tensors[0].GetProperty("quantization").GetProperty("zero_point"));
        Same("[0.25,0.125]", tensors[1].GetProperty("quantization").GetProperty("scale"));
        Same("[0,0]", tensors[1].GetProperty("quantization").GetProperty("zero_point"));
        Assert.False(tensors[4].TryGetProperty("quantization", out _));

        JsonElement buffers = model.GetProperty("buffers");
        Assert.False(buffers[0].TryGetProperty("data", out _));
        Same("[1,254,3,252,5,250,7,248]", buffers[Number(tensors[1], "buffer")].GetProperty("data"));
        Same("[232,3,0,0,24,252,255,255]", buffers[Number(tensors[2], "buffer")].GetProperty("data"));

        JsonElement node = graph.GetProperty("operators")[0];
        Same("[0,1,2]", node.GetProperty("inputs"));
        Assert.Equal("FullyConnectedOptions", Text(node, "builtin_options_type"));
        Assert.Equal("RELU6", Text(node.GetProperty("builtin_options"), "fused_activation_function"));
        Assert.True(node.GetProperty("builtin_options").GetProperty("keep_num_dims").GetBoolean());
        JsonElement custom = graph.GetProperty("operators")[1];
        Assert.Equal(1, Number(custom, "opcode_index"));
        Same("[3,-1]", custom.GetProperty("inputs"));
        Same("[1,2,3]", custom.GetProperty("custom_options"));

        JsonElement metadata = model.GetProperty("metadata")[0];
        Assert.Equal("note", Text(metadata, "name"));
        Same("[9,8,7]", buffers[Number(metadata, "buffer")].GetProperty("data"));
        JsonElement signature = model.GetProperty("signature_defs")[0];
        Assert.Equal("serving_default", Text(signature, "signature_key"));
        Same("[{'name': 'z', 'tensor_index': 4}]", signature.GetProperty("outputs"));
    }

    [Fact]
    public void ControlFlowModel()
    {
        Flatc.SkipUnlessInstalled();
        JsonElement model = Flatc.Decode(SampleModels.Control().Build());

        JsonElement codes = model.GetProperty("operator_codes");
        Assert.Equal(["VAR_HANDLE", "CALL_ONCE", "IF"], codes.EnumerateArray().Select(code => Text(code, "builtin_code")));
        Assert.Equal([127, 127, 118], codes.EnumerateArray().Select(code => Number(code, "deprecated_builtin_code")));
        JsonElement graphs = model.GetProperty("subgraphs");
        Assert.Equal(["main", "then", "init"], graphs.EnumerateArray().Select(graph => Text(graph, "name")));
        JsonElement tensors = graphs[0].GetProperty("tensors");
        Assert.True(tensors[2].GetProperty("is_variable").GetBoolean());
        Same("[-1]", tensors[3].GetProperty("shape_signature"));
        Assert.True(tensors[3].GetProperty("has_rank").GetBoolean());
        JsonElement node = graphs[0].GetProperty("operators")[1];
        Assert.Equal(1, Number(node.GetProperty("builtin_options"), "then_subgraph_index"));
        Same("[false,true]", node.GetProperty("mutating_variable_inputs"));
        Same("[2]", node.GetProperty("intermediates"));
        JsonElement variable = graphs[2].GetProperty("operators")[0].GetProperty("builtin_options");
        Assert.Equal("box counter", Text(variable, "container") + " " + Text(variable, "shared_name"));
    }

    [Fact]
    public void RareParts()
    {
        Flatc.SkipUnlessInstalled();
        byte[] file = SampleModels.Rare().Build();
        JsonElement model = Flatc.Decode(file);

        JsonElement tensors = model.GetProperty("subgraphs")[0].GetProperty("tensors");
        Assert.Equal("INT16", Text(tensors[0].GetProperty("variant_tensors")[0], "type"));
        JsonElement sparsity = tensors[1].GetProperty("sparsity");
        Same("[0,1]", sparsity.GetProperty("traversal_order"));
        JsonElement sparse = sparsity.GetProperty("dim_metadata")[1];
        Assert.Equal("SPARSE_CSR", Text(sparse, "format"));
        Assert.Equal("Uint8Vector", Text(sparse, "array_segments_type"));
        Same("[0,1,2]", sparse.GetProperty("array_segments").GetProperty("values"));
        Same("[0,1]", sparse.GetProperty("array_indices").GetProperty("values"));
        Assert.Equal(32, Number(tensors[1].GetProperty("quantization").GetProperty("details"), "block_size"));

        JsonElement outside = model.GetProperty("buffers")[Number(tensors[2], "buffer")];
        Assert.Equal(40, Number(outside, "size"));
        Assert.Equal(0, Number(outside, "offset") % 16);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (byte)i), file.Skip(Number(outside, "offset")).Take(40));
        JsonElement nodes = model.GetProperty("subgraphs")[0].GetProperty("operators");
        Assert.Equal(5, Number(nodes[0], "large_custom_options_size"));
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5 }, file.Skip(Number(nodes[0], "large_custom_options_offset")).Take(5));
        Assert.Equal(3, Number(nodes[0], "debug_metadata_index"));
        Assert.Equal("StablehloCaseOptions", Text(nodes[1], "builtin_options_2_type"));
        Same("[0.5,1.5]", nodes[2].GetProperty("builtin_options").GetProperty("boundaries"));
        Assert.Equal(long.MaxValue, nodes[3].GetProperty("builtin_options").GetProperty("seed").GetInt64());
        Same("[-1,2]", nodes[4].GetProperty("builtin_options").GetProperty("new_shape"));
    }

    [Fact]
    public void EnumsHaveTheNumbersOfTheSchema()
    {
        Flatc.SkipUnlessInstalled();
        ModelBuilder builder = new ModelBuilder();
        foreach (TensorType type in Enum.GetValues<TensorType>())
        {
            builder.Tensor(type.ToString(), type, [1]);
        }

        foreach (BuiltinOperator code in Enum.GetValues<BuiltinOperator>())
        {
            builder.Document.OperatorCodes.Add(new OperatorCodeDef(code));
        }

        foreach (BuiltinOptionsType type in Enum.GetValues<BuiltinOptionsType>().Skip(1))
        {
            builder.Definition.Operators.Add(new OperatorDef { Options = Options.Empty(type) });
        }

        JsonElement model = Flatc.Decode(builder.Build());
        JsonElement graph = model.GetProperty("subgraphs")[0];
        Assert.Equal(
            Enum.GetNames<TensorType>().Select(Plain),
            graph.GetProperty("tensors").EnumerateArray().Select(tensor => Plain(Text(tensor, "type"))));
        Assert.Equal(
            Enum.GetNames<BuiltinOperator>().Select(Plain),
            model.GetProperty("operator_codes").EnumerateArray().Select(code => Plain(Text(code, "builtin_code"))));
        Assert.Equal(
            Enum.GetNames<BuiltinOptionsType>().Skip(1).Select(name => Plain(name + "Options")),
            graph.GetProperty("operators").EnumerateArray().Select(node => Plain(Text(node, "builtin_options_type"))));
    }

    // Spelling differs between the schema and C#, letters do not.
    private static string Plain(string name)
    {
        return name.Replace("_", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
    }

    private static string Text(JsonElement element, string name)
    {
        return element.GetProperty(name).GetString()!;
    }

    private static int Number(JsonElement element, string name)
    {
        return element.GetProperty(name).GetInt32();
    }

    // Expected JSON has single quotes, to be readable within a C# string.
    private static void Same(string expected, JsonElement actual)
    {
        using JsonDocument document = JsonDocument.Parse(expected.Replace('\'', '"'));
        Assert.True(JsonElement.DeepEquals(document.RootElement, actual), "expected " + expected + ", read " + actual.GetRawText());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tool;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>tinyinterp strip-float-io, and the advice of inspect to use it.</summary>
public class StripFloatIoTests
{
    private static readonly QuantizationDef _grid = QuantizationDef.PerTensor(0.5f, 3);

    [Fact]
    public void Outputs_are_the_quantised_values_of_the_original()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        byte[] original = FloatEnds(count: 1);
        MicroInterpreter before = Interpreter(original);
        MicroInterpreter after = Interpreter(Strip(folder, original));
        Random random = new Random(1);
        for (int round = 0; round < 20; round++)
        {
            float[] values = Enumerable.Range(0, 4).Select(_ => (float)(random.NextDouble() * 200 - 100)).ToArray();
            before.Input(0).Quantize(values, 0);
            before.Invoke();
            after.Input(0).Quantize(values, 0);
            after.Invoke();

            Assert.Equal(TensorType.Int8, after.Output(0).Type);
            Assert.Equal(Enumerable.Range(0, 2).Select(before.Output(0).GetReal), Enumerable.Range(0, 2).Select(after.Output(0).GetReal));
        }
    }

    [Fact]
    public void Names_places_and_signatures_stay()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        ModelDocument stripped = ModelDocument.Read(Strip(folder, FloatEnds(count: 2)));

        SubgraphDef main = stripped.Subgraphs[0];
        Assert.Equal(["x0", "x1"], main.Inputs.Select(tensor => main.Tensors[tensor].Name));
        Assert.Equal(["y0", "y1"], main.Outputs.Select(tensor => main.Tensors[tensor].Name));
        Assert.All(main.Inputs.Concat(main.Outputs), tensor => Assert.Equal(TensorType.Int8, main.Tensors[tensor].Type));
        SignatureDef signature = Assert.Single(stripped.Signatures!);
        Assert.Equal(main.Inputs, signature.Inputs!.Select(map => map.TensorIndex));
        Assert.Equal(main.Outputs, signature.Outputs!.Select(map => map.TensorIndex));
        Assert.DoesNotContain(stripped.OperatorCodes, code => code.Operator is BuiltinOperator.Quantize or BuiltinOperator.Dequantize);
        Assert.DoesNotContain(main.Tensors, tensor => tensor.Type == TensorType.Float32);
    }

    [Fact]
    public void Inspect_recommends_it_with_the_bytes_that_it_saves()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m.tflite", FloatEnds(count: 1));
        string stripped = folder.Write("s.tflite", Strip(folder, FloatEnds(count: 1)));
        JsonElement before = Json(model);
        JsonElement after = Json(stripped);

        JsonElement advice = before.GetProperty("floatEnds");
        foreach (string need in new[] { "leanBytes", "fastBytes" })
        {
            Assert.Equal(after.GetProperty("arena").GetProperty(need).GetInt64(), advice.GetProperty(need).GetInt64());
        }

        long saved = before.GetProperty("arena").GetProperty("leanBytes").GetInt64() - advice.GetProperty("leanBytes").GetInt64();
        Assert.True(saved > 0);
        Assert.Equal(saved, advice.GetProperty("savedLeanBytes").GetInt64());
        Assert.Contains("tinyinterp strip-float-io makes 1 float32 input and 1 output integers", ToolRun.Of("inspect", model).Output);
        Assert.DoesNotContain("strip-float-io", ToolRun.Of("inspect", stripped).Output);
    }

    [Fact]
    public void Quantize_nodes_with_one_scale_become_one_input()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        ModelDocument stripped = ModelDocument.Read(Strip(folder, TwoReaders(_grid)));

        Assert.Equal([0, 0], stripped.Subgraphs[0].Operators.Single().Inputs);
    }

    [Fact]
    public void What_stays_float32_is_told_with_the_reason()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string file = folder.Write("m.tflite", TwoReaders(QuantizationDef.PerTensor(0.25f, 0)));

        CommandLineTests.RequireOneLine(
            ToolRun.Of("strip-float-io", file, "-o", folder.At("s")), ExitCodes.Unsupported, "'x': QUANTIZE nodes with different scales or types read it");
        CommandLineTests.RequireOneLine(
            ToolRun.Of("strip-float-io", folder.Write("i.tflite", ToolModels.Dense()), "-o", folder.At("s")), ExitCodes.Unsupported,
            "no input and no output is float32");
        CommandLineTests.RequireOneLine(
            ToolRun.Of("strip-float-io", folder.Write("f.tflite", Float()), "-o", folder.At("s")), ExitCodes.Unsupported,
            "node 0, RELU (output 'y') reads it as float32");
        CommandLineTests.RequireOneLine(ToolRun.Of("strip-float-io", file), ExitCodes.BadInput, "--out");
        Assert.False(File.Exists(folder.At("s")));
    }

    /// <summary>QUANTIZE, FULLY_CONNECTED and DEQUANTIZE from x to y, a number of times side by side.</summary>
    private static byte[] FloatEnds(int count)
    {
        ModelBuilder builder = new ModelBuilder();
        for (int i = 0; i < count; i++)
        {
            int x = builder.Input("x" + i, TensorType.Float32, [1, 4]);
            int q = builder.Tensor("q" + i, TensorType.Int8, [1, 4], _grid);
            int w = builder.Constant("w" + i, [2, 4], new sbyte[] { 1, -2, 3, -4, 5, -6, 7, -8 }, 0.25f, 0);
            int r = builder.Tensor("r" + i, TensorType.Int8, [1, 2], 2f, -5);
            int y = builder.Tensor("y" + i, TensorType.Float32, [1, 2]);
            builder.Operator(BuiltinOperator.Quantize, new OptionsTable(BuiltinOptionsType.Quantize), [x], [q]);
            builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(), [q, w, -1], [r], 4);
            builder.Operator(BuiltinOperator.Dequantize, new OptionsTable(BuiltinOptionsType.Dequantize), [r], [y], 2);
            builder.Output(y);
        }

        builder.Signature("serving_default");
        return builder.Build();
    }

    /// <summary>x is quantised twice, and both results are added.</summary>
    private static byte[] TwoReaders(QuantizationDef second)
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 4]);
        int a = builder.Tensor("a", TensorType.Int8, [1, 4], _grid);
        int b = builder.Tensor("b", TensorType.Int8, [1, 4], second);
        int y = builder.Tensor("y", TensorType.Int8, [1, 4], 1f, 0);
        builder.Operator(BuiltinOperator.Quantize, new OptionsTable(BuiltinOptionsType.Quantize), [x], [a]);
        builder.Operator(BuiltinOperator.Quantize, new OptionsTable(BuiltinOptionsType.Quantize), [x], [b]);
        builder.Operator(BuiltinOperator.Add, Options.Add(), [a, b], [y], 2);
        builder.Output(y);
        return builder.Build();
    }

    private static byte[] Float()
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 4]);
        int y = builder.Tensor("y", TensorType.Float32, [1, 4]);
        builder.Operator(BuiltinOperator.Relu, null, [x], [y]);
        builder.Output(y);
        return builder.Build();
    }

    private static byte[] Strip(TemporaryFolder folder, byte[] model)
    {
        ToolRun run = ToolRun.Of("strip-float-io", folder.Write("original.tflite", model), "-o", folder.At("stripped.tflite"));
        Assert.Equal(string.Empty, run.Error);
        return File.ReadAllBytes(folder.At("stripped.tflite"));
    }

    private static MicroInterpreter Interpreter(byte[] model)
    {
        MicroInterpreter interpreter = new MicroInterpreter(model, new OpResolver().AddAll(), new TensorArena(100_000));
        interpreter.AllocateTensors();
        return interpreter;
    }

    private static JsonElement Json(string model)
    {
        return JsonDocument.Parse(ToolRun.Of("inspect", model, "--json").Output).RootElement;
    }
}

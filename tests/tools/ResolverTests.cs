// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using TinyInterp.Golden;
using TinyInterp.Tests.Kernels;
using TinyInterp.Tool;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Tools;

using TinyInterp.Schema;

/// <summary>tinyinterp resolver: the code it writes is compiled and run.</summary>
public class ResolverTests
{
    [Fact]
    public void The_model_runs_with_exactly_these_registrations()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        byte[] model = Mixed();
        string code = Resolver(folder.Write("mixed-types.tflite", model));

        Assembly assembly = GeneratedCode.Compile(code);
        MicroInterpreter interpreter = (MicroInterpreter)GeneratedCode.Call(
            assembly, "EmbeddedModels.MixedTypesModelKernels", "NewInterpreter", model);
        interpreter.Invoke();

        Assert.Equal(["AddAdd", "AddAddFloat", "AddCircularBuffer", "AddDequantize", "AddQuantize"], Calls(code).Order());
        OpResolver resolver = (OpResolver)GeneratedCode.Call(assembly, "EmbeddedModels.MixedTypesModelKernels", "NewResolver");
        Assert.Equal(5, resolver.Count);
    }

    [Fact]
    public void The_lean_arena_is_exact()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        byte[] model = Mixed();
        string file = folder.Write("m.tflite", model);
        Assembly assembly = GeneratedCode.Compile(Resolver(file, "--lean"));
        int bytes = (int)GeneratedCode.Constant(assembly, "EmbeddedModels.MModelKernels", "ArenaBytes");

        Assert.Equal(
            JsonDocument.Parse(ToolRun.Of("inspect", file, "--json").Output).RootElement.GetProperty("arena").GetProperty("totalBytes").GetInt32(),
            bytes);
        OpResolver resolver = (OpResolver)GeneratedCode.Call(assembly, "EmbeddedModels.MModelKernels", "NewResolver");
        ModelException e = Assert.Throws<ModelException>(
            () => new MicroInterpreter(model, resolver, new TensorArena(bytes - 1)).AllocateTensors());
        Assert.Equal((ErrorCode.ArenaTooSmall, bytes), (e.Code, e.Expected));
    }

    [Fact]
    public void None_of_the_registrations_can_be_left_out()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        byte[] model = Mixed();
        string code = Resolver(folder.Write("m.tflite", model));
        // Where the operator has kernels of other types, it is the type that is missing.
        Assert.Equal(
            Calls(code).Select(call => call.StartsWith("AddAdd") ? ErrorCode.KernelTypeMissing : ErrorCode.KernelMissing),
            WithoutEach(code, "EmbeddedModels", "MModelKernels", model));
    }

    /// <summary>Each of the shared golden models that is there.</summary>
    [Theory]
    [InlineData("micro_speech_quantized")]
    [InlineData("trained_lstm_int8")]
    [InlineData("audio_preprocessor_int8")]
    [InlineData("kws_ref_model")]
    public void Shared_models_run_with_what_is_written_for_them(string name)
    {
        using CaseSource source = CaseSource.Open(SharedFiles.Require("models", name + ".zip")).First();
        byte[] model = CaseReader.Read(source).First().ReadModel();
        using TemporaryFolder folder = new TemporaryFolder();

        string code = Resolver(folder.Write("m.tflite", model), "--namespace", "My.App", "--class", "Needs");

        GeneratedCode.Call(GeneratedCode.Compile(code), "My.App.Needs", "NewInterpreter", model);
        Assert.All(WithoutEach(code, "My.App", "Needs", model), error => Assert.Equal(ErrorCode.KernelMissing, error));
    }

    [Fact]
    public void Packages_name_the_assemblies_of_the_calls()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string file = folder.Write("m.tflite", Mixed());

        JsonElement json = JsonDocument.Parse(ToolRun.Of("resolver", file, "--json").Output).RootElement;

        Assert.Equal(
            ["TinyInterp", "TinyInterp.Kernels.Arithmetic", "TinyInterp.Kernels.Custom", "TinyInterp.Kernels.Elementwise", "TinyInterp.Kernels.Float",
                "TinyInterp.Kernels.Neural"],
            json.GetProperty("packages").EnumerateArray().Select(e => e.GetString()));
        Assert.Contains("// Packages: TinyInterp, TinyInterp.Kernels.Arithmetic,", json.GetProperty("code").GetString());
        JsonElement add = json.GetProperty("calls").EnumerateArray().Single(c => c.GetProperty("call").GetString() == "AddAdd");
        Assert.Equal("TinyInterp.Kernels.Elementwise", add.GetProperty("assembly").GetString());
        Assert.Equal("ADD", add.GetProperty("operators")[0].GetString());
    }

    [Fact]
    public void Code_goes_to_a_file_on_request()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("dense.tflite", ToolModels.Dense());

        ToolRun run = ToolRun.Of("resolver", model, "--out", folder.At("Kernels.cs"));

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("2 calls, arena of ", run.Output);
        Assert.Equal(ToolRun.Of("resolver", model).Output, File.ReadAllText(folder.At("Kernels.cs")));
    }

    [Fact]
    public void What_cannot_be_run_gets_no_code()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m.tflite", ToolModels.Unsupported());

        CommandLineTests.RequireOneLine(ToolRun.Of("resolver", model, "--out", folder.At("x.cs")), ExitCodes.Unsupported, "more, see tinyinterp inspect");
        Assert.False(File.Exists(folder.At("x.cs")));
        CommandLineTests.RequireOneLine(ToolRun.Of("resolver", folder.Write("n", [1, 2, 3])), ExitCodes.BadInput, "n: error 102");
    }

    [Theory]
    [InlineData("--namespace", "1App")]
    [InlineData("--namespace", "My..App")]
    [InlineData("--namespace", "My.class")]
    [InlineData("--class", "My Class")]
    [InlineData("--class", "OpResolver")]
    [InlineData("--class", "")]
    public void Names_must_be_names(string option, string value)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m.tflite", ToolModels.Dense());

        CommandLineTests.RequireOneLine(ToolRun.Of("resolver", model, option, value), ExitCodes.BadInput, option);
    }

    [Theory]
    [InlineData("keyword-spotter.v2.tflite", "KeywordSpotterV2ModelKernels")]
    [InlineData("model.tflite", "ModelKernels")]
    [InlineData("my_model.tflite", "MyModelKernels")]
    [InlineData("8bit.tflite", "Model8bitKernels")]
    [InlineData("<&>\n.tflite", "ModelKernels")]
    public void Names_come_from_the_file(string file, string expected)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write(file, ToolModels.Dense());

        Assert.NotNull(GeneratedCode.Compile(ToolRun.Of("resolver", model).Output).GetType("EmbeddedModels." + expected));
    }

    private static string Resolver(string model, params string[] options)
    {
        ToolRun run = ToolRun.Of(new[] { "resolver", model }.Concat(options).ToArray());
        Assert.Equal(string.Empty, run.Error);
        return run.Output;
    }

    private static string[] Calls(string code)
    {
        return Regex.Matches(code, @"^ +\.(Add\w+)\(\)", RegexOptions.Multiline).Select(match => match.Groups[1].Value).ToArray();
    }

    /// <summary>The errors that come of leaving out the first call, the second, and so on.</summary>
    private static ErrorCode[] WithoutEach(string code, string nameSpace, string type, byte[] model)
    {
        string[] calls = Calls(code);
        Assembly assembly = GeneratedCode.Compile(calls
            .Select(call => code.Replace("." + call + "()", string.Empty).Replace("namespace " + nameSpace + ";", "namespace Without" + call + ";"))
            .ToArray());
        return calls
            .Select(call => Assert.Throws<ModelException>(() => GeneratedCode.Call(assembly, "Without" + call + "." + type, "NewInterpreter", model)).Code)
            .ToArray();
    }

    /// <summary>ADD in int8 and in float, the ways between them, and a custom operator; what nobody calls needs nothing.</summary>
    private static byte[] Mixed()
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Int8, [1, 1, 1, 4], 0.5f, 3);
        int s = builder.Tensor("s", TensorType.Int8, [1, 1, 1, 4], 1f, 0);
        int f = builder.Tensor("f", TensorType.Float32, [1, 1, 1, 4]);
        int g = builder.Tensor("g", TensorType.Float32, [1, 1, 1, 4]);
        int q = builder.Tensor("q", TensorType.Int8, [1, 1, 1, 4], 1f, 0);
        int r = builder.Tensor("r", TensorType.Int8, [1, 2, 1, 4], 1f, 0);
        builder.Operator(BuiltinOperator.Add, Options.Add(), [x, x], [s]);
        builder.Operator(BuiltinOperator.Dequantize, null, [s], [f]);
        builder.Operator(BuiltinOperator.Add, Options.Add(), [f, f], [g]);
        builder.Operator(BuiltinOperator.Quantize, null, [g], [q]);
        builder.CustomOperator("CIRCULAR_BUFFER", CustomOptionsBytes.Of(("cycles_max", 1)), [q], [r]);
        builder.Output(r);
        return builder.Build();
    }
}

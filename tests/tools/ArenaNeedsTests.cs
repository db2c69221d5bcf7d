// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using TinyInterp.Golden;
using TinyInterp.IlMeter;
using TinyInterp.Kernels;
using TinyInterp.Tests.DeviceBuild;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>An app that is written for a model runs it as fast as profile says, or with as little memory as inspect says.</summary>
[Collection("il-meter")]
public class ArenaNeedsTests
{
    private static readonly string _keyword = RepositoryFiles.At("models", "keyword", "keyword_int8.tflite");

    /// <summary>Runs the embedded model once as the meter does: with a profiler, which costs calls.</summary>
    private const string Driver = @"
        public sealed class Silent : TinyInterp.INodeProfiler
        {
            public void Begin(int subgraph, int node) { }
            public void End(int subgraph, int node) { }
        }

        public static class Driver
        {
            private static TinyInterp.MicroInterpreter _interpreter;

            public static void Load(byte[] input)
            {
                _interpreter = My.App.TinyKernels.NewInterpreter(My.App.Tiny.Load());
                _interpreter.Profiler = new Silent();
                _interpreter.Input(0).CopyFrom(input, 0);
            }

            public static void Invoke() { _interpreter.Invoke(); }
        }";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_embed_writes_has_the_cost_that_profile_prints(bool lean)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string[] options = lean ? ["--lean"] : [];
        double promised = Json(["profile", _keyword, "--json", .. options]).GetProperty("units").GetDouble();
        Assert.Equal(
            string.Empty,
            ToolRun.Of(["embed", _keyword, "--out", folder.At("out"), "--namespace", "My.App", "--class", "Tiny", .. options]).Error);
        string[] sources = Directory.GetFiles(folder.At("out"), "*.cs").Select(File.ReadAllText).ToArray();

        InstrumentedAssemblies device = new(DeviceLoadContext.DefaultFolder, Path.Combine(AppContext.BaseDirectory, "device-stub"));
        Assembly app = device.LoadFromStream(new MemoryStream(DeviceSnippet.CompileApp([.. sources, Driver])));
        device.Measure(() => GeneratedCode.Call(app, "Driver", "Load", SameInputAsProfile()));
        double units = device.Measure(() => GeneratedCode.Call(app, "Driver", "Invoke")).Units;

        Assert.Equal(promised, units);
    }

    [Fact]
    public void Lean_is_the_least_that_runs_and_fast_the_least_that_is_fastest()
    {
        byte[] model = File.ReadAllBytes(_keyword);
        JsonElement arena = Json("inspect", _keyword, "--json").GetProperty("arena");
        int lean = arena.GetProperty("leanBytes").GetInt32();
        int fast = arena.GetProperty("fastBytes").GetInt32();
        Assert.True(lean < fast, "this model has memory that only makes it faster");

        ModelException e = Assert.Throws<ModelException>(() => Used(model, lean - 1));
        Assert.Equal((ErrorCode.ArenaTooSmall, lean), (e.Code, e.Expected));
        Assert.Equal(lean, Used(model, lean));
        Assert.Equal(fast, Used(model, fast));
        Assert.Equal(fast, Used(model, int.MaxValue));
        Assert.InRange(Used(model, fast - 1), lean, fast - 1);
    }

    [Fact]
    public void Both_figures_are_the_same_in_every_command()
    {
        JsonElement arena = Json("inspect", _keyword, "--json").GetProperty("arena");
        foreach ((string figure, string[] option) in new[] { ("fastBytes", Array.Empty<string>()), ("leanBytes", ["--lean"]) })
        {
            int expected = arena.GetProperty(figure).GetInt32();
            Assert.Equal(expected, Json(["resolver", _keyword, "--json", .. option]).GetProperty("arenaBytes").GetInt32());
            Assert.Equal(expected, Json(["profile", _keyword, "--json", .. option]).GetProperty("arenaBytes").GetInt32());
        }

        Assert.Contains("The smallest with which the model runs is " + arena.GetProperty("leanBytes"), ToolRun.Of("resolver", _keyword).Output);
        Assert.Contains("Full speed needs " + arena.GetProperty("fastBytes"), ToolRun.Of("resolver", _keyword, "--lean").Output);
    }

    [Fact]
    public void A_model_that_nothing_makes_faster_has_one_figure()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("identity.tflite", ToolModels.Identity());

        JsonElement arena = Json("inspect", model, "--json").GetProperty("arena");

        Assert.Equal(arena.GetProperty("leanBytes").GetInt64(), arena.GetProperty("fastBytes").GetInt64());
        Assert.Contains("runs with no less and is not faster with more", ToolRun.Of("resolver", model).Output);
    }

    [Fact]
    public void A_model_that_cannot_be_run_has_none()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("u.tflite", ToolModels.Unsupported());

        JsonElement arena = Json("inspect", model, "--json").GetProperty("arena");

        Assert.Equal(JsonValueKind.Null, arena.GetProperty("leanBytes").ValueKind);
        Assert.Equal(JsonValueKind.Null, arena.GetProperty("fastBytes").ValueKind);
        CommandLineTests.RequireOneLine(ToolRun.Of("profile", model, "--lean"), ExitCodes.Unsupported, "Mystery");
    }

    /// <summary>The bytes of an arena that a model takes where the budget is so large.</summary>
    private static int Used(byte[] model, int budget)
    {
        TensorArena arena = new TensorArena(budget);
        new MicroInterpreter(model, new OpResolver().AddAll(), arena).AllocateTensors();
        return arena.UsedBytes;
    }

    private static byte[] SameInputAsProfile()
    {
        byte[] input = new byte[Engines.Desktop.Load(File.ReadAllBytes(_keyword)).Input(0).ByteCount];
        new Random(1).NextBytes(input);
        return input;
    }

    private static JsonElement Json(params string[] arguments)
    {
        ToolRun run = ToolRun.Of(arguments);
        return JsonDocument.Parse(run.Output).RootElement;
    }
}

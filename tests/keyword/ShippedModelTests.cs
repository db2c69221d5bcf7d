// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using TinyInterp.Kernels;
using TinyInterp.Keyword;
using TinyInterp.Tests.Boards;
using TinyInterp.Tests.Tools;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Keyword;

/// <summary>The keyword model that the project ships, and what is claimed of it.</summary>
public class ShippedModelTests
{
    private static readonly string _folder = RepositoryFiles.At("models", "keyword");
    private static readonly string _int8 = Path.Combine(_folder, "keyword_int8.tflite");
    private static readonly string _float = Path.Combine(_folder, "keyword_float.tflite");

    [Fact]
    public void Boards_carry_the_committed_file()
    {
        Assert.Equal(File.ReadAllBytes(_int8), KeywordModel.Load());
    }

    [Fact]
    public void Quantising_the_committed_float_model_gives_the_committed_int8_model()
    {
        using TemporaryFolder folder = new();
        string output = folder.At("keyword_int8.tflite");
        ToolRun run = ToolRun.Of("quantize", _float, "--calibration", "random", "-o", output);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(File.ReadAllBytes(_int8), File.ReadAllBytes(output));
    }

    [Fact]
    public void It_has_at_most_60_thousand_MACs_and_8_KB_of_weights()
    {
        using JsonDocument report = JsonDocument.Parse(ToolRun.Of("inspect", _int8, "--json").Output);
        long macs = report.RootElement.GetProperty("subgraphs")[0].GetProperty("operators").EnumerateArray().Sum(o => o.GetProperty("macs").GetInt64());
        Assert.InRange(macs, 1000, 60_000);
        Assert.InRange(ModelDocument.Read(KeywordModel.Load()).Buffers.Sum(b => b.Data?.Length ?? 0), 1000, 8192);
    }

    [Fact]
    public void Its_input_is_in_the_front_ends_steps()
    {
        MicroInterpreter interpreter = new(KeywordModel.Load(), new OpResolver().AddAll(), new TensorArena(20000));
        interpreter.AllocateTensors();
        Tensor input = interpreter.Input(0);
        Assert.Equal((1 / 32f, 0), (input.Scale, input.ZeroPoint));
        Assert.Equal([1, 31, 1, KeywordBands.Edges.Length - 2], input.Shape);
        Assert.Equal(KeywordLabels.All.Length, interpreter.Output(0).ElementCount);
    }

    [Fact]
    public void Band_edges_are_equal_steps_on_the_mel_scale()
    {
        double Mel(double f) => 2595 * Math.Log10(1 + f / 700);
        int last = KeywordBands.Edges.Length - 1;
        for (int i = 0; i <= last; i++)
        {
            double mel = Mel(100) + (Mel(3800) - Mel(100)) * i / last;
            Assert.Equal((int)Math.Round(700 * (Math.Pow(10, mel / 2595) - 1) / 31.25), KeywordBands.Edges[i]);
        }
    }

    [Fact]
    public void It_hears_the_validation_clips_as_is_said()
    {
        string speech = SharedFiles.Require("speech");
        HostRun run = HostRun.Of(["--evaluate", speech, "--list", Path.Combine(speech, "validation_list.txt"), "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        Assert.InRange(report.GetProperty("accuracy").GetDouble(), 0.94, 1);
        int shipped = report.GetProperty("threshold").GetInt32();
        JsonElement at = report.GetProperty("thresholds").EnumerateArray().Single(t => t.GetProperty("threshold").GetInt32() == shipped);
        Assert.InRange(at.GetProperty("hitRate").GetDouble(), 0.88, 1);
        JsonElement accepted = at.GetProperty("falseAcceptRate");
        Assert.InRange(accepted.GetProperty("other_words").GetDouble(), 0, 0.06);
        Assert.InRange(accepted.GetProperty("unknown/word").GetDouble(), 0, 0.06);
        Assert.InRange(accepted.GetProperty("unknown/speech").GetDouble(), 0, 0.015);
    }

    [Fact]
    public void Int8_is_as_good_as_float()
    {
        string speech = SharedFiles.Require("speech");
        ToolRun run = ToolRun.Of(
            "compare", _float, _int8, "--inputs", speech, "--front-end", "keyword", "--classes", "bed,cat,happy,-,-",
            "--only", Path.Combine(speech, "validation_list.txt"), "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement scores = JsonDocument.Parse(run.Output).RootElement.GetProperty("scores")[0];
        Assert.InRange(scores.GetProperty("accuracyB").GetDouble(), scores.GetProperty("accuracyA").GetDouble() - 0.01, 1);
    }
}

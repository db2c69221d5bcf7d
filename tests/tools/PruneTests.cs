// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Text.Json;
using TinyInterp.Tests.Optimize;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>tinyinterp prune. It runs the meter, whose counters are static, hence the collection.</summary>
[Collection("il-meter")]
public class PruneTests
{
    [Fact]
    public void Zeros_that_save_nothing_are_said_to()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of(
            "prune", folder.Write("m", OptimizeModels.FloatDense()), "--sparsity", "0.25", "-o", folder.At("out.tflite"), "--inputs", "random:5");

        Assert.Equal(string.Empty, run.Error);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("zeros alone: 0 % saved, because zero weights cost as much as others", run.Output);
        Assert.Contains("0.0 % -> 25.0 %", run.Output);
        Assert.Contains("output y on 5 samples: ", run.Output);
        Assert.Contains("top-1 agreement", run.Output);
        Assert.Equal(ExitCodes.Success, ToolRun.Of("inspect", folder.At("out.tflite")).ExitCode);
    }

    [Fact]
    public void Removed_channels_save_and_the_json_tells_how_much()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m", OptimizeModels.Int8Dense());

        ToolRun run = ToolRun.Of("prune", model, "--sparsity", "0.5", "--pattern", "channel", "--out", folder.At("out"), "--json");

        Assert.Equal(string.Empty, run.Error);
        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("channel", json.GetProperty("pattern").GetString());
        JsonElement layer = json.GetProperty("layers")[0];
        Assert.Equal(6, layer.GetProperty("channelsBefore").GetInt32());
        Assert.Equal(3, layer.GetProperty("channels").GetInt32());
        Assert.Equal(0.5, layer.GetProperty("sparsity").GetDouble(), 6);
        Assert.InRange(json.GetProperty("savedShare").GetDouble(), 0.1, 0.9);
        Assert.True(json.GetProperty("units").GetDouble() < json.GetProperty("unitsBefore").GetDouble());
        Assert.Equal(new FileInfo(folder.At("out")).Length, json.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public void Blocks_of_compiled_code_save_units_and_bytes_after_compiling()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = RepositoryFiles.At("models", "keyword", "keyword_int8.tflite");

        ToolRun run = ToolRun.Of("prune", model, "--sparsity", "0.5", "--pattern", "compiled", "--out", folder.At("out"), "--json");

        Assert.Equal(string.Empty, run.Error);
        JsonElement compiled = JsonDocument.Parse(run.Output).RootElement.GetProperty("compiled");
        Assert.InRange(compiled.GetProperty("units").GetDouble() / compiled.GetProperty("unitsBefore").GetDouble(), 0.4, 0.9);
        Assert.InRange(compiled.GetProperty("codeBytes").GetDouble() / compiled.GetProperty("codeBytesBefore").GetDouble(), 0.4, 0.9);
    }

    [Fact]
    public void Two_of_four_is_half()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m", OptimizeModels.FloatDense());

        JsonElement json = JsonDocument.Parse(ToolRun.Of("prune", model, "--pattern", "2:4", "--json").Output).RootElement;

        Assert.Equal(0.5, json.GetProperty("layers")[0].GetProperty("sparsity").GetDouble());
        CommandLineTests.RequireOneLine(ToolRun.Of("prune", model, "--pattern", "2:4", "--sparsity", "0.3"), ExitCodes.BadInput, "sparsity of 0.5");
    }

    [Fact]
    public void What_cannot_be_pruned_ends_with_one_line_and_no_file()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m", OptimizeModels.FloatDense());
        string nothing = folder.Write("n", ToolModels.Identity());
        string output = folder.At("out");

        CommandLineTests.RequireOneLine(ToolRun.Of("prune", model, "-o", output), ExitCodes.BadInput, "--sparsity must be");
        CommandLineTests.RequireOneLine(ToolRun.Of("prune", model, "--sparsity", "1", "-o", output), ExitCodes.BadInput, "below 1");
        CommandLineTests.RequireOneLine(ToolRun.Of("prune", model, "--sparsity", "-0.1", "-o", output), ExitCodes.BadInput, "at least 0");
        CommandLineTests.RequireOneLine(ToolRun.Of("prune", model, "--sparsity", "half", "-o", output), ExitCodes.BadInput, "'half'");
        CommandLineTests.RequireOneLine(
            ToolRun.Of("prune", model, "--sparsity", "0.5", "--pattern", "3:4", "-o", output), ExitCodes.BadInput, "unstructured, 2:4, channel or compiled");
        CommandLineTests.RequireOneLine(ToolRun.Of("prune", model, "--sparsity", "0.5", "--scope", "all", "-o", output), ExitCodes.BadInput, "layer or model");
        CommandLineTests.RequireOneLine(ToolRun.Of("prune", nothing, "--sparsity", "0.5", "-o", output), ExitCodes.BadInput, "n: there are no float32 or int8 weights");
        CommandLineTests.RequireOneLine(
            ToolRun.Of("prune", model, "--sparsity", "0.5", "--inputs", folder.At("none"), "-o", output), ExitCodes.BadInput, "no such file or folder");
        CommandLineTests.RequireOneLine(
            ToolRun.Of("prune", folder.Write("u", ToolModels.Unsupported()), "--sparsity", "0.5", "-o", output), ExitCodes.Unsupported, "u: ");
        Assert.False(File.Exists(output));
    }
}

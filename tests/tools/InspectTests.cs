// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using System.Text.Json;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>tinyinterp inspect.</summary>
public class InspectTests
{
    [Fact]
    public void A_model_that_runs_is_shown_whole()
    {
        ToolRun run = Inspect(ToolModels.Dense());

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Equal(string.Empty, run.Error);
        Assert.Contains("1 subgraph, 2 operators, 8 MACs", run.Output);
        Assert.Contains("INT8,INT8,-->INT8", run.Output);
        Assert.Contains("[1,4] [2,4] - -> [1,2]", run.Output);
        Assert.Contains("w[0]", run.Output);
        Assert.Contains("scale 0.25, zero point 0", run.Output);
        Assert.Contains("6 bytes, the most that are live at one moment", run.Output);
        Assert.DoesNotContain("nsupported", run.Output);
    }

    [Fact]
    public void What_each_node_adds_sums_up_to_the_kernels_memory()
    {
        JsonElement report = JsonDocument.Parse(
            ToolRun.Of("inspect", RepositoryFiles.At("models", "keyword", "keyword_int8.tflite"), "--json").Output).RootElement;
        JsonElement[] operators = report.GetProperty("subgraphs")[0].GetProperty("operators").EnumerateArray().ToArray();

        Assert.Equal(
            report.GetProperty("arena").GetProperty("kernelBytes").GetInt64(), operators.Sum(node => node.GetProperty("kernelBytes").GetInt64()));
        Assert.Contains(operators, node => node.GetProperty("kernelBytes").GetInt64() > 0 && node.GetProperty("scratchBytes").GetInt64() > 0);
    }

    [Fact]
    public void Json_has_operators_tensors_and_plan()
    {
        ToolRun run = Inspect(ToolModels.Dense(), "--json");
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        JsonElement arena = report.GetProperty("arena");
        JsonElement subgraph = report.GetProperty("subgraphs")[0];

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.True(report.GetProperty("isRunnable").GetBoolean());
        Assert.Equal(8, report.GetProperty("macs").GetInt64());
        Assert.Equal(6, arena.GetProperty("activationBytes").GetInt64());
        Assert.Equal(6, arena.GetProperty("lowerBoundBytes").GetInt64());
        Assert.Equal(
            arena.GetProperty("planBytes").GetInt64() + arena.GetProperty("variableBytes").GetInt64() + arena.GetProperty("kernelBytes").GetInt64(),
            arena.GetProperty("totalBytes").GetInt64());
        Assert.Equal(
            ["FULLY_CONNECTED", "SOFTMAX"],
            subgraph.GetProperty("operators").EnumerateArray().Select(node => node.GetProperty("operator").GetString()));
        Assert.Equal(
            ["x", "w[0]", "y", "p"],
            subgraph.GetProperty("tensors").EnumerateArray().Select(tensor => tensor.GetProperty("name").GetString()));
        Assert.Equal(3, subgraph.GetProperty("arena").GetProperty("entries").EnumerateArray()
            .Count(entry => entry.GetProperty("kind").GetString() == "activation"));
    }

    [Fact]
    public void The_arena_is_what_an_interpreter_takes()
    {
        JsonElement report = JsonDocument.Parse(Inspect(ToolModels.Dense(), "--json").Output).RootElement;

        Assert.Equal(
            TinyInterp.Golden.Engines.Desktop.Load(ToolModels.Dense()).ArenaUsedBytes,
            report.GetProperty("arena").GetProperty("totalBytes").GetInt64());
    }

    [Fact]
    public void Everything_unsupported_is_listed()
    {
        ToolRun run = Inspect(ToolModels.Unsupported());

        Assert.Equal(ExitCodes.Unsupported, run.ExitCode);
        Assert.Contains("AddCustom(\"Mystery\", ...)", run.Output);
        Assert.Contains("SOFTMAX: error 302", run.Output);
        Assert.Contains("RFFT2D: error 301", run.Output);
        Assert.Contains("RESHAPE: error 4", run.Output);
        Assert.Contains("tensor 1: tensors of type Float64", run.Output);
        Assert.Contains("Unsupported: 6 problems", run.Output);
    }

    [Fact]
    public void Everything_unsupported_is_in_the_json()
    {
        ToolRun run = Inspect(ToolModels.Unsupported(), "--json");
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        JsonElement[] unsupported = report.GetProperty("unsupported").EnumerateArray().ToArray();

        Assert.Equal(ExitCodes.Unsupported, run.ExitCode);
        Assert.False(report.GetProperty("isRunnable").GetBoolean());
        Assert.Equal(["Mystery", "SOFTMAX", "RFFT2D", "RESHAPE", null, null], unsupported.Select(item => item.GetProperty("operator").GetString()));
        Assert.Equal("AddRfft2D()", unsupported[2].GetProperty("call").GetString());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("arena").GetProperty("totalBytes").ValueKind);
    }

    private static ToolRun Inspect(byte[] model, params string[] options)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        return ToolRun.Of(options.Prepend(folder.Write("model.tflite", model)).Prepend("inspect").ToArray());
    }
}

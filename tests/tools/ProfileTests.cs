// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using System.Text.Json;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>profile: what it tells, and what it refuses. The meter's counters are static, hence one collection.</summary>
[Collection("il-meter")]
public class ProfileTests
{
    [Fact]
    public void The_json_has_totals_and_every_node()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("dense.tflite", ToolModels.Dense());

        JsonElement json = JsonDocument.Parse(ToolRun.Of("profile", model, "--board", "ESP32_PSRAM_REV3", "--json").Output).RootElement;

        Assert.True(json.GetProperty("macs").GetInt64() > 0);
        Assert.True(json.GetProperty("ilCount").GetInt64() > 0);
        Assert.Equal(0, json.GetProperty("allocations").GetInt64());
        double units = json.GetProperty("units").GetDouble();
        Assert.Equal(units / json.GetProperty("macs").GetInt64(), json.GetProperty("unitsPerMac").GetDouble(), 9);
        Assert.InRange(json.GetProperty("nodes").EnumerateArray().Sum(node => node.GetProperty("units").GetDouble()), 1, units);
        JsonElement board = json.GetProperty("board");
        Assert.Equal(units * board.GetProperty("nsPerUnit").GetDouble() / 1e6, board.GetProperty("milliseconds").GetDouble(), 9);
        Assert.False(board.GetProperty("isMeasured").GetBoolean());
    }

    [Fact]
    public void The_table_ends_with_the_total()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("dense.tflite", ToolModels.Dense());

        ToolRun run = ToolRun.Of("profile", model);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("FULLY_CONNECTED", run.Output, System.StringComparison.Ordinal);
        Assert.Contains("0 allocations", run.Output.TrimEnd().Split('\n').Last(), System.StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_board_is_answered_with_those_there_are()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("dense.tflite", ToolModels.Dense());

        CommandLineTests.RequireOneLine(ToolRun.Of("profile", model, "--board", "PDP11"), 2, "ST_STM32F769I_DISCOVERY");
    }
}

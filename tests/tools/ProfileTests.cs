// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using System.Text;
using System.Text.Json;
using TinyInterp.IlMeter;
using TinyInterp.Tool;
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
        Assert.Equal("bound", board.GetProperty("basis").GetString());
    }

    [Fact]
    public void An_arena_of_a_size_in_between_costs_something_in_between()
    {
        string model = RepositoryFiles.At("models", "keyword", "keyword_int8.tflite");
        double Units(params string[] options) => Json(["profile", model, .. options]).GetProperty("units").GetDouble();
        int lean = Json("profile", model, "--lean").GetProperty("arenaBytes").GetInt32();

        Assert.Equal(Units("--lean"), Units("--arena", lean.ToString()));
        Assert.InRange(Units("--arena", (lean + 1500).ToString()), Units(), Units("--lean"));
        CommandLineTests.RequireOneLine(
            ToolRun.Of("profile", model, "--arena", (lean - 1).ToString()), ExitCodes.BadInput, "an arena of " + lean + " bytes");
    }

    [Fact]
    public void A_measured_figure_takes_the_place_of_the_known_one()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("dense.tflite", ToolModels.Dense());

        JsonElement board = Json("profile", model, "--board", "ESP32_REV3", "--ns-per-unit", "312.5").GetProperty("board");

        Assert.Equal("ESP32_REV3", board.GetProperty("name").GetString());
        Assert.Equal(312.5, board.GetProperty("nsPerUnit").GetDouble());
        Assert.Equal("measurement", board.GetProperty("basis").GetString());
        Assert.Contains(" ms at 312.5 ns a unit (measured: --ns-per-unit)", ToolRun.Of("profile", model, "--ns-per-unit", "312.5").Output);
    }

    [Fact]
    public void A_file_of_boards_adds_to_the_known_ones_and_hides_those_of_its_names()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("dense.tflite", ToolModels.Dense());
        string boards = folder.Write("mine.json", Encoding.UTF8.GetBytes("""
            [
              // measured in March
              { "name": "BENCH_1", "nsPerUnit": 77, "basis": "measurement", "origin": "self-test" },
              { "name": "esp32_rev3", "nsPerUnit": 500, "basis": "measurement", "origin": "self-test" },
            ]
            """));

        Assert.Equal(77, Json("profile", model, "--boards", boards, "--board", "bench_1").GetProperty("board").GetProperty("nsPerUnit").GetDouble());
        Assert.Equal(500, Json("profile", model, "--boards", boards, "--board", "ESP32_REV3").GetProperty("board").GetProperty("nsPerUnit").GetDouble());
        Assert.Equal("host", Json("profile", model, "--boards", boards, "--board", "host").GetProperty("board").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("no json", "is not a list of boards")]
    [InlineData("null", "is not a list of boards")]
    [InlineData("[{}]", "board 0 has no name")]
    [InlineData("[null]", "board 0 has no name")]
    [InlineData("""[{ "name": "a" }]""", "nsPerUnit of a must be more than 0")]
    [InlineData("""[{ "name": "a", "nsPerUnit": 3, "nsPerUnits": 4 }]""", "nsPerUnits")]
    [InlineData("""[{ "name": "a", "nsPerUnit": 3, "basis": "guess" }]""", "basis")]
    public void A_file_that_is_none_of_boards_is_refused(string content, string hint)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("dense.tflite", ToolModels.Dense());
        string boards = folder.Write("mine.json", Encoding.UTF8.GetBytes(content));

        ToolRun run = ToolRun.Of("profile", model, "--boards", boards, "--board", "host");

        CommandLineTests.RequireOneLine(run, 2, hint);
        Assert.Contains(boards, run.Error);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void A_speed_is_a_number_above_nought(string value)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("dense.tflite", ToolModels.Dense());

        CommandLineTests.RequireOneLine(ToolRun.Of("profile", model, "--ns-per-unit", value), 2, "--ns-per-unit");
    }

    /// <summary>The toggling loop of the public reports is 29 units without the pin's own time, so a figure above it would contradict them.</summary>
    [Theory]
    [InlineData("ESP32_REV3", 27e3)]
    [InlineData("ESP32_PSRAM_REV3", 81e3)]
    public void No_board_is_taken_for_slower_than_it_was_seen_to_be(string name, double hertz)
    {
        const double UnitsOfLoop = 29;
        double nsPerUnit = 1e9 / (2 * hertz * UnitsOfLoop);

        Board? board = BoardList.Find(BoardList.Known, name);

        Assert.NotNull(board);
        Assert.InRange(board.NsPerUnit, 0.95 * nsPerUnit, 1.01 * nsPerUnit);
        Assert.Equal(SpeedBasis.Bound, board.Basis);
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

    private static JsonElement Json(params string[] arguments)
    {
        return JsonDocument.Parse(ToolRun.Of([.. arguments, "--json"]).Output).RootElement;
    }
}

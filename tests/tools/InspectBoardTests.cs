// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Text;
using System.Text.Json;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>inspect --board: what the heap must hold, and whether it does. The prediction itself is tested in il-meter.</summary>
[Collection("il-meter")]
public class InspectBoardTests
{
    private static readonly string _keyword = RepositoryFiles.At("models", "keyword", "keyword_int8.tflite");

    [Fact]
    public void The_parts_add_up_and_loading_takes_more()
    {
        JsonElement report = Json(_keyword, "--board", "ESP32_REV3");
        JsonElement board = report.GetProperty("board");
        foreach (string arena in new[] { "fast", "lean" })
        {
            JsonElement use = board.GetProperty(arena);
            int Bytes(string name) => use.GetProperty(name).GetInt32();
            Assert.Equal(
                Bytes("liveBytes"),
                Bytes("systemBytes") + Bytes("modelBytes") + Bytes("arenaBytes") + Bytes("interpreterBytes") + Bytes("kernelBytes") + Bytes("tableBytes"));
            Assert.True(Bytes("neededBytes") >= Bytes("liveBytes"));
            Assert.InRange(Bytes("modelBytes"), report.GetProperty("bytes").GetInt32(), report.GetProperty("bytes").GetInt32() + 32);
            Assert.Equal(61440 - Bytes("liveBytes"), Bytes("leftBytes"));
            Assert.Equal("yes", use.GetProperty("fits").GetString());
        }

        Assert.True(board.GetProperty("lean").GetProperty("neededBytes").GetInt32() < board.GetProperty("fast").GetProperty("neededBytes").GetInt32());
        Assert.Equal(61440, board.GetProperty("leastHeapBytes").GetInt32());
    }

    [Fact]
    public void A_heap_of_just_the_need_is_enough_and_one_byte_less_is_not()
    {
        JsonElement board = Json(_keyword, "--board", "ESP32_REV3").GetProperty("board");
        int fast = board.GetProperty("fast").GetProperty("neededBytes").GetInt32();
        int lean = board.GetProperty("lean").GetProperty("neededBytes").GetInt32();
        int model = board.GetProperty("longestArrayBytes").GetInt32();

        Assert.Equal(("yes", "yes", ExitCodes.Success), Verdict(fast, fast, model));
        Assert.Equal(("perhaps", "yes", ExitCodes.Success), Verdict(fast - 1, fast, model));
        Assert.Equal(("no", "yes", ExitCodes.Success), Verdict(lean, fast - 1, model));
        Assert.Equal(("no", "perhaps", ExitCodes.Success), Verdict(lean - 1, lean, model));
        Assert.Equal(("no", "no", ExitCodes.Failed), Verdict(lean - 1, lean - 1, model));
        Assert.Equal(("no", "no", ExitCodes.Failed), Verdict(fast, fast, model - 1));
    }

    [Fact]
    public void What_is_lacking_is_told()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string boards = Boards(folder, 10_000, 20_000, 20_000);

        ToolRun run = ToolRun.Of("inspect", _keyword, "--boards", boards, "--board", "tiny");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("10,000 to 20,000 bytes of heap", run.Output);
        Assert.Matches("even with the lean arena, [0-9,]+ bytes are missing", run.Output);
        Assert.Contains(
            "no array can be longer than 8,000",
            ToolRun.Of("inspect", _keyword, "--boards", Boards(folder, 90_000, 90_000, 8_000), "--board", "tiny").Output);
        Assert.Contains("no limit is known", ToolRun.Of("inspect", _keyword, "--board", "host").Output);
    }

    [Fact]
    public void Without_a_board_or_where_the_model_cannot_be_run_nothing_is_predicted()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string unsupported = folder.Write("u.tflite", ToolModels.Unsupported());

        Assert.Equal(JsonValueKind.Null, Json(_keyword).GetProperty("board").ValueKind);
        ToolRun run = ToolRun.Of("inspect", unsupported, "--board", "ESP32_REV3", "--json");
        Assert.Equal(ExitCodes.Unsupported, run.ExitCode);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(run.Output).RootElement.GetProperty("board").ValueKind);
        CommandLineTests.RequireOneLine(ToolRun.Of("inspect", _keyword, "--board", "PDP11"), ExitCodes.BadInput, "ESP32_REV3");
    }

    private static (string? Fast, string? Lean, int ExitCode) Verdict(int leastHeap, int mostHeap, int largestBlock)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        ToolRun run = ToolRun.Of(
            "inspect", _keyword, "--boards", Boards(folder, leastHeap, mostHeap, largestBlock), "--board", "tiny", "--json");
        JsonElement board = JsonDocument.Parse(run.Output).RootElement.GetProperty("board");
        return (board.GetProperty("fast").GetProperty("fits").GetString(), board.GetProperty("lean").GetProperty("fits").GetString(), run.ExitCode);
    }

    private static string Boards(TemporaryFolder folder, int leastHeap, int mostHeap, int largestBlock)
    {
        return folder.Write("boards.json", Encoding.UTF8.GetBytes(
            "[{ \"name\": \"tiny\", \"nsPerUnit\": 1, \"leastHeapBytes\": " + leastHeap + ", \"mostHeapBytes\": " + mostHeap
            + ", \"largestBlockBytes\": " + largestBlock + " }]"));
    }

    private static JsonElement Json(params string[] arguments)
    {
        ToolRun run = ToolRun.Of(["inspect", .. arguments, "--json"]);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        return JsonDocument.Parse(run.Output).RootElement;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using System.Text.Json;
using TinyInterp.Tests.Optimize.Patch;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>tinyinterp patch: its report, its choice and its refusals.</summary>
public class PatchCommandTests
{
    [Fact]
    public void The_figures_of_the_report_are_those_of_inspect()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m.tflite", Network());

        JsonElement report = Json("patch", model, "--grid", "4x4", "-o", folder.At("p.tflite"), "--json");

        JsonElement before = Json("inspect", model, "--json");
        JsonElement after = Json("inspect", folder.At("p.tflite"), "--json");
        Assert.Equal(Lean(before), report.GetProperty("leanBytes").GetInt64());
        Assert.Equal(Lean(after), report.GetProperty("best").GetProperty("leanBytes").GetInt64());
        Assert.Equal(before.GetProperty("macs").GetInt64(), report.GetProperty("macs").GetInt64());
        Assert.Equal(after.GetProperty("macs").GetInt64(), report.GetProperty("best").GetProperty("macs").GetInt64());
        Assert.True(Lean(after) < Lean(before));
    }

    [Fact]
    public void Auto_takes_the_least_peak_within_the_limit()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m.tflite", PatchNet.MobileNet(4).Build());

        JsonElement wide = Json("patch", model, "--max-overhead", "20%", "--json");
        JsonElement narrow = Json("patch", model, "--max-overhead", "8%", "--json");

        long macs = wide.GetProperty("macs").GetInt64();
        Assert.InRange(narrow.GetProperty("best").GetProperty("macs").GetInt64(), macs, (long)(macs * 1.08));
        Assert.True(Peak(wide.GetProperty("best")) < Peak(narrow.GetProperty("best")));
        long[] peaks = wide.GetProperty("choices").EnumerateArray().Select(Peak).ToArray();
        Assert.Equal(peaks.Min(), Peak(wide.GetProperty("best")));
        Assert.All(peaks, peak => Assert.True(peak < wide.GetProperty("peakBytes").GetInt64()));
    }

    [Fact]
    public void The_report_has_a_line_for_each_choice_and_each_layer()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("patch", folder.Write("m.tflite", Network()), "--grid", "2x2");

        Assert.Equal(string.Empty, run.Error);
        Assert.Matches(@"2x2 +0-2 .*<- least peak", run.Output);
        Assert.Matches(@" 1  DEPTHWISE_CONV_2D 3x3 +4x4 ", run.Output);
        Assert.Contains("No longer stage: node 3, RESHAPE", run.Output);
    }

    [Fact]
    public void Patches_can_be_embedded_but_not_compiled()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string patched = folder.At("p.tflite");
        Json("patch", folder.Write("m.tflite", Network()), "--grid", "4x4", "-o", patched, "--json");

        Assert.Contains("AddPatchWindow()", ToolRun.Of("resolver", patched).Output);
        Assert.Equal(ExitCodes.Success, ToolRun.Of("embed", patched, "--out", folder.At("e")).ExitCode);
        CommandLineTests.RequireOneLine(
            ToolRun.Of("compile", patched, "--out", folder.At("c")), ExitCodes.Unsupported, "compile the model that it was made from");
    }

    [Theory]
    [InlineData("--grid 2", "--grid 2: must be auto or rows x columns")]
    [InlineData("--grid 1x1", "--grid 1x1")]
    [InlineData("--grid 0x2", "--grid 0x2")]
    [InlineData("--grid 65x2", "at most 64")]
    [InlineData("--max-overhead much", "--max-overhead much: must be a percentage")]
    [InlineData("--max-overhead -5%", "--max-overhead")]
    public void Options_are_checked(string options, string hint)
    {
        using TemporaryFolder folder = new TemporaryFolder();

        CommandLineTests.RequireOneLine(
            ToolRun.Of(["patch", folder.Write("m.tflite", Network()), .. options.Split(' ')]), ExitCodes.BadInput, hint);
    }

    [Fact]
    public void What_does_not_help_writes_nothing()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string small = folder.Write("s.tflite", new PatchNet(1, 8, 8, 4).Conv(4, 3, 1).Build());

        CommandLineTests.RequireOneLine(
            ToolRun.Of("patch", small, "--grid", "2x2", "-o", folder.At("p")), ExitCodes.Failed, "; try --grid auto");
        CommandLineTests.RequireOneLine(ToolRun.Of("patch", small, "-o", folder.At("p")), ExitCodes.Failed, "raise --max-overhead");
        CommandLineTests.RequireOneLine(
            ToolRun.Of("patch", folder.Write("d.tflite", ToolModels.Dense())), ExitCodes.Unsupported, "it cannot run in patches");
        Assert.False(File.Exists(folder.At("p")));
    }

    /// <summary>A convolution to many channels, which the next layers reduce: what makes a peak.</summary>
    private static byte[] Network()
    {
        return new PatchNet(3, 32, 32, 2).Conv(16, 3, 2).Depthwise(3, 1).Conv(3, 3, 2).Head(4).Build();
    }

    private static long Lean(JsonElement report)
    {
        return report.GetProperty("arena").GetProperty("leanBytes").GetInt64();
    }

    private static long Peak(JsonElement choice)
    {
        return choice.GetProperty("peakBytes").GetInt64();
    }

    private static JsonElement Json(params string[] args)
    {
        ToolRun run = ToolRun.Of(args);
        Assert.Equal(string.Empty, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using System.Text.Json;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>tinyinterp run.</summary>
public class RunTests
{
    private static readonly byte[] _six = { 1, 2, 3, 253, 254, 255 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Outputs_of_all_payloads_are_appended(bool deviceProfile)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        byte[] inputs = _six.Concat(_six.Reverse()).Concat(_six).ToArray();

        ToolRun run = ToolRun.Of(new[]
        {
            "run", folder.Write("m", ToolModels.Identity()), "--in", folder.Write("in", inputs), "--out", folder.At("out"), "--repeat", "2",
        }.Concat(deviceProfile ? ["--device-profile"] : []).ToArray());

        Assert.Equal(string.Empty, run.Error);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Matches("^3 Invokes, [0-9.]+ ms each \\(median of 6 runs; half of them ", run.Output);
        Assert.Equal(inputs, File.ReadAllBytes(folder.At("out")));
    }

    [Fact]
    public void A_time_is_that_of_settled_runs_or_says_that_it_is_not()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string[] run = ["run", folder.Write("m", ToolModels.Identity()), "--in", folder.Write("in", _six), "--out", folder.At("out")];

        Assert.Contains("including .NET's compilation", ToolRun.Of(run).Output);
        JsonElement once = JsonDocument.Parse(ToolRun.Of([.. run, "--json"]).Output).RootElement;
        JsonElement often = JsonDocument.Parse(ToolRun.Of([.. run, "--json", "--repeat", "50"]).Output).RootElement;

        Assert.Equal(JsonValueKind.Null, once.GetProperty("warmUpRuns").ValueKind);
        Assert.True(often.GetProperty("warmUpRuns").GetInt32() > 0);
        double median = often.GetProperty("msPerInvoke").GetDouble();
        Assert.InRange(median, often.GetProperty("msLowerQuartile").GetDouble(), often.GetProperty("msUpperQuartile").GetDouble());
    }

    [Fact]
    public void Inputs_and_outputs_go_by_their_order()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of(
            "run", folder.Write("m", ToolModels.TwoInputs()), "--json",
            "--in", folder.Write("a", [1, 2, 3, 4]), folder.Write("b", [5, 6, 7, 8, 9, 10]), "--out", folder.At("y"), folder.At("z"));

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Equal(2, JsonDocument.Parse(run.Output).RootElement.GetProperty("invokes").GetInt32());
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, File.ReadAllBytes(folder.At("y")));
        Assert.Equal(new byte[] { 5, 6, 7, 8, 9, 10 }, File.ReadAllBytes(folder.At("z")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(13)]
    public void A_wrong_size_is_told_with_the_right_one(int size)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m", ToolModels.Identity());
        string outputs = folder.Write("out", [7]);

        ToolRun run = ToolRun.Of("run", model, "--in", folder.Write("in", new byte[size]), "--out", outputs);

        CommandLineTests.RequireOneLine(run, ExitCodes.BadInput, "has " + size + " bytes; input 0, INT8 [2,3], takes 6");
        Assert.Equal(new byte[] { 7 }, File.ReadAllBytes(outputs));
    }

    [Fact]
    public void All_inputs_need_as_many_payloads()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of(
            "run", folder.Write("m", ToolModels.TwoInputs()),
            "--in", folder.Write("a", new byte[4]), folder.Write("b", new byte[9]), "--out", folder.At("y"), folder.At("z"));

        CommandLineTests.RequireOneLine(run, ExitCodes.BadInput, "holds 3 payloads");
    }

    [Fact]
    public void Every_input_and_output_needs_a_file_of_its_own()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m", ToolModels.TwoInputs());
        string a = folder.Write("a", new byte[2]);
        string b = folder.Write("b", new byte[3]);

        CommandLineTests.RequireOneLine(ToolRun.Of("run", model), ExitCodes.BadInput, "--in names 0 files, the model has 2 inputs");
        CommandLineTests.RequireOneLine(
            ToolRun.Of("run", model, "--in", a, b, "--out", a), ExitCodes.BadInput, "--out names 1 file, the model has 2 outputs");
        CommandLineTests.RequireOneLine(
            ToolRun.Of("run", model, "--in", a, b, "--out", folder.At("y"), folder.At("y")), ExitCodes.BadInput, "two outputs");
    }

    [Fact]
    public void What_cannot_be_written_leaves_nothing_behind()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m", ToolModels.TwoInputs());

        ToolRun run = ToolRun.Of(
            "run", model, "--in", folder.Write("a", new byte[2]), folder.Write("b", new byte[3]),
            "--out", folder.At("y"), folder.At("no/such/folder/z"));

        CommandLineTests.RequireOneLine(run, ExitCodes.BadInput, "cannot be written");
        Assert.Equal(["a", "b", "m"], Directory.GetFileSystemEntries(folder.At(".")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_model_that_is_not_supported_is_told_from_one_that_is_not_valid()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        CommandLineTests.RequireOneLine(
            ToolRun.Of("run", folder.Write("m", ToolModels.Unsupported()), "--in", "x", "--out", "y"), ExitCodes.Unsupported, "Mystery");
    }
}

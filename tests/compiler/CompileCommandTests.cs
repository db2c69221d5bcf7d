// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Text.Json;
using TinyInterp.Tests.Tools;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Compiler;

/// <summary>tinyinterp compile, and --compiled of other commands.</summary>
public sealed class CompileCommandTests
{
    private static readonly string _keyword = RepositoryFiles.At("models", "keyword", "keyword_int8.tflite");

    [Fact]
    public void Compiling_twice_gives_the_same_files_with_no_line_over_200_columns()
    {
        using TemporaryFolder first = new TemporaryFolder();
        using TemporaryFolder second = new TemporaryFolder();

        Assert.Equal(ExitCodes.Success, ToolRun.Of("compile", _keyword, "--out", first.At(string.Empty), "--namespace", "My.Words", "--class", "Net").ExitCode);
        Assert.Equal(ExitCodes.Success, ToolRun.Of("compile", _keyword, "--out", second.At(string.Empty), "--namespace", "My.Words", "--class", "Net").ExitCode);

        string[] files = Directory.GetFiles(first.At(string.Empty), "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("My.Words.Net.nfproj"));
        Assert.Contains(files, file => file.EndsWith("My.Words.Net.csproj"));
        Assert.Contains(files, file => file.EndsWith("packages.config"));
        foreach (string file in files)
        {
            Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(second.At(string.Empty), Path.GetRelativePath(first.At(string.Empty), file))));
            Assert.All(File.ReadLines(file), line => Assert.InRange(line.Length, 0, 200));
        }
    }

    [Fact]
    public void Each_layer_has_a_comment_with_its_operator_shapes_and_macs()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        ToolRun.Of("compile", _keyword, "--out", folder.At(string.Empty), "--namespace", "N", "--class", "Net");

        string layer = File.ReadAllText(Path.Combine(folder.At(string.Empty), "N.Net", "NetLayer00.cs"));

        Assert.Contains("Node 0, CONV_2D: int8 [1,31,1,16] int8 [24,3,1,16] int32 [24] -&gt; int8 [1,16,1,24], 18,432 MACs", layer);
    }

    [Fact]
    public void Less_code_than_the_model_takes_makes_kernels_of_layers_and_none_at_all_is_refused()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        ToolRun some = ToolRun.Of("compile", _keyword, "--out", folder.At(string.Empty), "--max-code", "15000", "--json");
        JsonElement report = JsonDocument.Parse(some.Output).RootElement;
        ToolRun none = ToolRun.Of("compile", _keyword, "--out", folder.At(string.Empty), "--max-code", "10");

        Assert.Equal(ExitCodes.Success, some.ExitCode);
        Assert.InRange(report.GetProperty("codeBytes").GetInt32(), 1, 15000);
        Assert.Contains(report.GetProperty("layers").EnumerateArray(), layer => layer.GetProperty("form").GetString() == "kernels");
        Assert.Equal(ExitCodes.Unsupported, none.ExitCode);
        Assert.Contains("10 are allowed", none.Error);
        Assert.Single(none.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("--target", "c")]
    [InlineData("--max-code", "0")]
    [InlineData("--namespace", "1x")]
    [InlineData("--board", "toaster")]
    public void A_wrong_option_is_refused_and_writes_nothing(string option, string value)
    {
        using TemporaryFolder folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("compile", _keyword, "--out", folder.At(string.Empty), option, value);

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.At(string.Empty)));
    }

    [Fact]
    public void A_damaged_model_is_told_in_one_line()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string file = Path.Combine(folder.At(string.Empty), "bad.tflite");
        File.WriteAllText(file, "no model");

        ToolRun run = ToolRun.Of("compile", file, "--out", Path.Combine(folder.At(string.Empty), "out"));

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("bad.tflite", run.Error);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void The_profile_of_the_compiled_keyword_model_is_at_most_half_the_interpreters()
    {
        ToolRun run = ToolRun.Of("profile", _keyword, "--compiled", "--json");
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Equal(0, report.GetProperty("allocations").GetInt64());
        Assert.InRange(report.GetProperty("units").GetDouble() / report.GetProperty("interpreted").GetProperty("units").GetDouble(), 0.1, 0.5);
        Assert.Equal(
            report.GetProperty("units").GetDouble() / report.GetProperty("macs").GetDouble(), report.GetProperty("unitsPerMac").GetDouble(), 6);
    }
}

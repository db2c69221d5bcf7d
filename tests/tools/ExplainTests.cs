// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>tinyinterp explain.</summary>
public partial class ExplainTests
{
    [Fact]
    public void Every_code_has_a_sentence_a_cause_and_a_remedy()
    {
        ToolRun run = ToolRun.Of("explain", "--json");

        JsonElement[] entries = JsonDocument.Parse(run.Output).RootElement.EnumerateArray().ToArray();
        Assert.Equal(Enum.GetValues<ErrorCode>().Select(code => (int)code), entries.Select(entry => entry.GetProperty("code").GetInt32()));
        Assert.All(entries, entry =>
        {
            Assert.Equal(((ErrorCode)entry.GetProperty("code").GetInt32()).ToString(), entry.GetProperty("name").GetString());
            foreach (string part in new[] { "sentence", "cause", "remedy" })
            {
                Assert.Matches(@"^[^\n]{7,}[.)]$", entry.GetProperty(part).GetString());
            }
        });
    }

    [Fact]
    public void The_sentence_is_that_of_the_codes_documentation()
    {
        string source = File.ReadAllText(RepositoryFiles.At("schema", "ErrorCode.cs"));
        foreach (JsonElement entry in JsonDocument.Parse(ToolRun.Of("explain", "--all", "--json").Output).RootElement.EnumerateArray())
        {
            string name = entry.GetProperty("name").GetString()!;
            int end = source.IndexOf("    " + name + " = ", StringComparison.Ordinal);
            int start = source.LastIndexOf("<summary>", end, StringComparison.Ordinal) + "<summary>".Length;
            string summary = source[start..source.LastIndexOf("</summary>", end, StringComparison.Ordinal)];
            Assert.Equal(LineBreak().Replace(summary, " ").Trim(), entry.GetProperty("sentence").GetString());
        }
    }

    [Theory]
    [InlineData("304")]
    [InlineData("ArenaTooSmall")]
    [InlineData("arenatoosmall")]
    public void A_code_goes_by_number_or_name(string code)
    {
        ToolRun run = ToolRun.Of("explain", code);

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.StartsWith("error 304 (ArenaTooSmall)\n  The arena's byte budget", run.Output);
        Assert.Contains("\n  Cause:  ", run.Output);
        Assert.Contains("\n  Remedy: Give the arena the exact number", run.Output);
    }

    [Theory]
    [InlineData("arena", "did you mean ArenaTooSmall (304)?")]
    [InlineData("ArenaTooBig", "did you mean ArenaTooSmall (304)?")]
    [InlineData("TooSmall", "did you mean ArenaTooSmall (304)?")]
    [InlineData("Kernel", "KernelMissing (301), KernelTypeMissing (302), KernelRegisteredTwice (309)?")]
    [InlineData("399", "KernelMissing (301)")]
    [InlineData("xyzzy", "tinyinterp explain lists all")]
    [InlineData("99999999999999999999", "tinyinterp explain lists all")]
    public void A_wrong_code_gets_suggestions(string code, string hint)
    {
        CommandLineTests.RequireOneLine(ToolRun.Of("explain", code), ExitCodes.BadInput, hint);
    }

    [Fact]
    public void The_list_has_one_line_for_each_code()
    {
        string[] lines = ToolRun.Of("explain").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Enum.GetValues<ErrorCode>().Length, lines.Length);
        Assert.Contains("115 ChecksumWrong: The model's bytes are not the ones that were embedded: their number or their checksum differs.", lines);
        Assert.Equal(lines, ToolRun.Of("explain", "--all").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex(@"\s*\n\s*/// ?")]
    private static partial Regex LineBreak();
}

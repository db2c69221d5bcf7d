// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>No change makes the project slower or larger without saying so in the committed ledger.</summary>
[Collection("il-meter")]
public class LedgerTests
{
    private static readonly string _cases = RepositoryFiles.At("tests", "conformance", "int");
    private static readonly string _models = RepositoryFiles.At("..", "shared", "models");

    private static readonly string _keyword = RepositoryFiles.At("models", "keyword", "keyword_int8.tflite");

    [Fact]
    public void Nothing_is_more_than_three_percent_worse_than_the_ledger()
    {
        ToolRun run = Run(RepositoryFiles.At("ledger"));

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    [Theory]
    [InlineData("il.json", "\"abs_int8_00\": ")]
    [InlineData("il.json", "\"LogMelFrontEnd frame\": ")]
    [InlineData("arena.json", "\"conv_2d_int8_00\": ")]
    [InlineData("bytecode.json", "\"TinyInterp.Kernels.Neural\": ")]
    public void A_number_that_was_smaller_turns_the_comparison_red(string file, string entry)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            foreach (string path in Directory.GetFiles(RepositoryFiles.At("ledger")))
            {
                File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
            }

            string[] lines = File.ReadAllLines(Path.Combine(folder, file));
            int at = Array.FindIndex(lines, line => line.Contains(entry, StringComparison.Ordinal));
            lines[at] = "  " + entry + "1" + (lines[at].EndsWith(',') ? "," : string.Empty);
            File.WriteAllLines(Path.Combine(folder, file), lines);

            ToolRun run = Run(folder);

            Assert.Equal(1, run.ExitCode);
            Assert.Single(run.Output.Split('\n'), line => line.StartsWith(file, StringComparison.Ordinal) && line.Contains("worse", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void What_is_written_is_what_is_compared()
    {
        string folder = Path.Combine(Directory.CreateTempSubdirectory().FullName, "ledger");
        try
        {
            Assert.Equal(0, ToolRun.Of("ledger", "--cases", _cases, "--models", _models, "--keyword", _keyword, "--ledger", folder, "--write").ExitCode);
            Assert.Equal(3, Directory.GetFiles(folder).Length);
            Assert.Equal(0, Run(folder).ExitCode);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, true);
        }
    }

    [Fact]
    public void Adding_brings_new_numbers_and_removes_old_ones_but_hides_nothing_that_is_worse()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        foreach (string path in Directory.GetFiles(RepositoryFiles.At("ledger")))
        {
            folder.Write(Path.GetFileName(path), File.ReadAllBytes(path));
        }

        string arena = folder.At("arena.json");
        string[] lines = File.ReadAllLines(arena);
        string removed = lines.Single(line => line.Contains("\"abs_int8_00\": ", StringComparison.Ordinal));
        string worse = lines.Single(line => line.Contains("\"conv_2d_int8_00\": ", StringComparison.Ordinal));
        File.WriteAllLines(arena, lines.Select(line => line == removed ? "  \"of a case that is gone\": 7," : line == worse ? "  \"conv_2d_int8_00\": 1," : line));

        ToolRun run = ToolRun.Of("ledger", "--cases", _cases, "--models", _models, "--keyword", _keyword, "--ledger", folder.At("."), "--add");

        string[] written = File.ReadAllLines(arena);
        Assert.Contains(removed, written);
        Assert.DoesNotContain(written, line => line.Contains("gone", StringComparison.Ordinal));
        Assert.Contains("  \"conv_2d_int8_00\": 1,", written);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("arena.json: conv_2d_int8_00 was 1 and is", run.Output, StringComparison.Ordinal);
    }

    private static ToolRun Run(string folder)
    {
        return ToolRun.Of("ledger", "--cases", _cases, "--models", _models, "--keyword", _keyword, "--ledger", folder);
    }
}

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
    private static readonly string s_cases = RepositoryFiles.At("tests", "conformance", "int");
    private static readonly string s_models = RepositoryFiles.At("..", "shared", "models");

    private static readonly string s_keyword = RepositoryFiles.At("models", "keyword", "keyword_int8.tflite");

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
            Assert.Equal(0, ToolRun.Of("ledger", "--cases", s_cases, "--models", s_models, "--keyword", s_keyword, "--ledger", folder, "--write").ExitCode);
            Assert.Equal(3, Directory.GetFiles(folder).Length);
            Assert.Equal(0, Run(folder).ExitCode);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder), true);
        }
    }

    private static ToolRun Run(string folder)
    {
        return ToolRun.Of("ledger", "--cases", s_cases, "--models", s_models, "--keyword", s_keyword, "--ledger", folder);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using System.Text;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>Whatever is wrong with a command line or its files: one line, an exit code, no stack trace.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("", "command")]
    [InlineData("frobnicate", "'frobnicate'")]
    [InlineData("inspect", "argument missing")]
    [InlineData("inspect --bogus x", "no option --bogus")]
    [InlineData("inspect a b", "'b'")]
    [InlineData("inspect missing.tflite", "no such file")]
    [InlineData("run", "argument missing")]
    [InlineData("run x --in a --outt b", "no option --outt")]
    [InlineData("run x --repeat 0", "1 to 1000000")]
    [InlineData("run x --repeat 1000001", "1 to 1000000")]
    [InlineData("run x --repeat many", "'many'")]
    [InlineData("run missing.tflite --in a --out b", "no such file")]
    [InlineData("verify", "argument missing")]
    [InlineData("verify missing.zip", "no such file or folder")]
    [InlineData("verify x --model", "--model")]
    [InlineData("inspect @args.txt", "@args.txt: no such file")]
    public void Bad_arguments_end_with_one_line(string arguments, string hint)
    {
        RequireOneLine(ToolRun.Of(arguments.Split(' ', System.StringSplitOptions.RemoveEmptyEntries)), ExitCodes.BadInput, hint);
    }

    [Theory]
    [InlineData("", "no bytes")]
    [InlineData("some text that is no model\n", "TFL3")]
    [InlineData("\u007f\u007f\u007f\u007fTFL3", "root")]
    [InlineData("TFL3", "too few")]
    public void Files_that_are_no_models_end_with_one_line(string content, string hint)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string file = folder.Write("file", Encoding.Latin1.GetBytes(content));

        RequireOneLine(ToolRun.Of("inspect", file), ExitCodes.BadInput, hint);
        RequireOneLine(ToolRun.Of("inspect", file, "--json"), ExitCodes.BadInput, hint);
        RequireOneLine(ToolRun.Of("run", file, "--in", file, "--out", folder.At("out")), ExitCodes.BadInput, hint);
        RequireOneLine(ToolRun.Of("verify", file), ExitCodes.BadInput, "zip");
    }

    [Fact]
    public void Truncated_models_end_with_one_line()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        byte[] model = ToolModels.Dense();
        for (int length = 0; length < model.Length; length += 37)
        {
            RequireOneLine(
                ToolRun.Of("inspect", folder.Write("file", model.Take(length).ToArray())), ExitCodes.BadInput, "error 1");
        }
    }

    [Fact]
    public void Folders_are_no_models()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        RequireOneLine(ToolRun.Of("inspect", folder.At(".")), ExitCodes.BadInput, "is a folder");
        RequireOneLine(ToolRun.Of("verify", folder.At(".")), ExitCodes.BadInput, "no golden cases");
    }

    [Theory]
    [InlineData("--help", "verify <PATH>")]
    [InlineData("inspect --help", "tinyinterp inspect model.tflite")]
    [InlineData("run --help", "tinyinterp run model.tflite --in")]
    [InlineData("verify --help", "tinyinterp verify tests/conformance")]
    public void Help_has_usage_and_an_example(string arguments, string example)
    {
        ToolRun run = ToolRun.Of(arguments.Split(' '));

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("Usage:\n  tinyinterp", run.Output.Replace("\r", string.Empty));
        Assert.Contains(example, run.Output);
        Assert.Equal(string.Empty, run.Error);
    }

    [Fact]
    public void Version_is_that_of_the_tool()
    {
        ToolRun run = ToolRun.Of("--version");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Equal(typeof(CommandLine).Assembly.GetName().Version!.ToString(3) + "\n", run.Output);
    }

    public static TheoryData<string> AllCommands()
    {
        return new TheoryData<string>(Commands());
    }

    [Theory]
    [MemberData(nameof(AllCommands))]
    public void Every_command_has_help_with_an_example_that_parses(string command)
    {
        ToolRun run = ToolRun.Of(command, "--help");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Equal(string.Empty, run.Error);
        string example = run.Output[(run.Output.IndexOf("Example:\n", System.StringComparison.Ordinal) + "Example:\n".Length)..].Trim();
        string[] words = example.Split(' ');
        Assert.Equal(["tinyinterp", command], words.Take(2));
        CommandLine.Check(words[1..]);
        Assert.Throws<ToolException>(() => CommandLine.Check([.. words[1..], "--no-such-option"]));
    }

    [Fact]
    public void Help_fits_a_terminal_of_a_hundred_columns()
    {
        foreach (string? command in Commands().Append(null))
        {
            string help = ToolRun.Of(command == null ? ["--help"] : [command, "--help"]).Output;
            string longest = help.Split('\n').MaxBy(line => line.Length)!;
            Assert.True(longest.Length <= 100, command + " --help has a line of " + longest.Length + " columns: " + longest);
        }
    }

    /// <summary>The names of all commands, as the help lists them.</summary>
    internal static string[] Commands()
    {
        return ToolRun.Of("--help").Output.Split('\n')
            .SkipWhile(line => line != "Commands:").Skip(1)
            .TakeWhile(line => line.StartsWith("  "))
            .Where(line => line[2] != ' ')
            .Select(line => line.Trim().Split(' ')[0])
            .ToArray();
    }

    internal static void RequireOneLine(ToolRun run, int exitCode, string hint)
    {
        Assert.Equal(string.Empty, run.Output);
        Assert.StartsWith("tinyinterp: ", run.Error);
        Assert.Contains(hint, run.Error);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n'));
        Assert.Equal(exitCode, run.ExitCode);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>Shells get suggestions, through the scripts that the tool prints for them.</summary>
public class CompletionTests
{
    [Theory]
    [InlineData("tinyinterp ins", "inspect")]
    [InlineData("tinyinterp comple", "completion")]
    [InlineData("/opt/bin/tinyinterp expl", "explain")]
    [InlineData("tinyinterp inspect --j", "--json")]
    [InlineData("tinyinterp embed model.tflite --form ", "resource source")]
    [InlineData("tinyinterp embed model.tflite --form re", "resource")]
    [InlineData("tinyinterp explain ArenaToo", "ArenaTooSmall")]
    [InlineData("tinyinterp completion ", "bash fish pwsh zsh")]
    public void What_may_stand_at_the_cursor_is_suggested(string line, string suggestions)
    {
        Assert.Equal(suggestions, string.Join(' ', Suggest(line)));
    }

    [Theory]
    [InlineData("tinyinterp inspect ")]
    [InlineData("tinyinterp inspect mod")]
    [InlineData("tinyinterp inspect --json ")]
    [InlineData("tinyinterp run m.tflite --in ")]
    [InlineData("tinyinterp")]
    [InlineData("")]
    public void Paths_are_left_to_the_shell(string line)
    {
        Assert.Empty(Suggest(line));
    }

    [Fact]
    public void Two_dashes_give_every_option()
    {
        Assert.Equal(
            ["--compiled", "--device-profile", "--help", "--in", "--json", "--out", "--repeat"], Suggest("tinyinterp run --"));
    }

    [Fact]
    public void Nothing_gives_every_command()
    {
        Assert.Equal(CommandLineTests.Commands().Order(StringComparer.Ordinal), Suggest("tinyinterp "));
    }

    [Fact]
    public void What_stands_behind_the_cursor_does_not_matter()
    {
        Assert.Equal("inspect\n", ToolRun.Of("[suggest:14]", "tinyinterp ins model.tflite --json").Output);
        Assert.Equal("inspect\n", ToolRun.Of("[suggest]", "tinyinterp ins").Output);
        Assert.Equal("inspect\n", ToolRun.Of("[suggest:999999999999]", "tinyinterp ins").Output);
        Assert.Equal(string.Empty, ToolRun.Of("[suggest:3]").Output);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _tinyinterp tinyinterp")]
    [InlineData("zsh", "compdef _tinyinterp tinyinterp")]
    [InlineData("fish", "complete -c tinyinterp")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public void Every_shell_has_a_script(string shell, string line)
    {
        ToolRun run = ToolRun.Of("completion", shell);

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains(line, run.Output);
        Assert.DoesNotContain('\r', run.Output);
        CommandLineTests.RequireOneLine(ToolRun.Of("completion", "cmd"), ExitCodes.BadInput, "bash");
    }

    [Theory]
    [InlineData("tinyinterp ins", "inspect")]
    [InlineData("tinyinterp run m.tflite --rep", "--repeat")]
    [InlineData("tinyinterp inspect mo", "")]
    public void Bash_completes_with_the_script(string line, string expected)
    {
        if (OperatingSystem.IsWindows() || !File.Exists("/bin/bash"))
        {
            Assert.Skip("There is no bash here.");
            return;
        }

        using TemporaryFolder folder = new TemporaryFolder();
        string script = folder.Write("tinyinterp.bash", System.Text.Encoding.UTF8.GetBytes(ToolRun.Of("completion", "bash").Output));
        string program = folder.Write("tinyinterp", System.Text.Encoding.UTF8.GetBytes(
            "#!/bin/bash\nexec dotnet '" + typeof(CommandLine).Assembly.Location + "' \"$@\"\n"));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string[] words = line.Split(' ');
        string run = "source " + script + "; complete -p tinyinterp >&2; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.Length - 1)
            + "; COMP_LINE='" + line + "'; COMP_POINT=${#COMP_LINE}; _tinyinterp; echo \"${COMPREPLY[*]}\"";

        ProcessStartInfo start = new ProcessStartInfo("/bin/bash", ["--norc", "-c", run])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = folder.At(".") + ":" + Environment.GetEnvironmentVariable("PATH") + ":" + Path.GetDirectoryName(Environment.ProcessPath);
        using Process bash = Process.Start(start)!;
        string output = bash.StandardOutput.ReadToEnd();
        string error = bash.StandardError.ReadToEnd();
        bash.WaitForExit();

        Assert.Equal(expected, output.Trim());
        Assert.Equal("complete -o default -F _tinyinterp tinyinterp", error.Trim());
    }

    private static string[] Suggest(string line)
    {
        ToolRun run = ToolRun.Of("[suggest:" + line.Length + "]", line);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Equal(string.Empty, run.Error);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

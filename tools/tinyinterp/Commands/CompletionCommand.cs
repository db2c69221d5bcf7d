// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.CommandLine;
using System.IO;

namespace TinyInterp.Tool.Commands;

/// <summary>completion: the script that lets a shell complete command lines.</summary>
internal static class CompletionCommand
{
    internal static Command New(ToolConsole console)
    {
        Argument<string> shell = new Argument<string>("SHELL") { Description = "The shell." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        ToolCommand command = new ToolCommand(
            "completion",
            "Prints a shell script that completes commands, options and file names. Its first lines say how to install it.",
            "tinyinterp completion bash")
        {
            shell,
        };
        command.SetAction(result => Print(console, result.GetRequiredValue(shell)));
        return command;
    }

    private static int Print(ToolConsole console, string shell)
    {
        using Stream stream = typeof(CompletionCommand).Assembly.GetManifestResourceStream("tinyinterp." + shell)!;
        using StreamReader reader = new StreamReader(stream);
        console.Output.Write(reader.ReadToEnd().ReplaceLineEndings("\n"));
        return ExitCodes.Success;
    }
}

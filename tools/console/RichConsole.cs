// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using Spectre.Console;

namespace TinyInterp.ConsoleOutput;

/// <summary>Tables, colours, progress bars and live pictures of the command-line programs.</summary>
public static class RichConsole
{
    // Wide enough that no table wraps in a file or pipe.
    private const int WidthOfFiles = 1000;

    /// <summary>A console over a writer: plain and unwrapped if the output is not a terminal.</summary>
    public static IAnsiConsole Over(TextWriter output, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = WidthOfFiles;
            console.Profile.Capabilities.Unicode = true;
        }

        return console;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using TinyInterp.Tool;

namespace TinyInterp.Tests.Tools;

/// <summary>One run of the command-line tool, in this process, through its own entry point.</summary>
internal sealed class ToolRun
{
    private ToolRun(int exitCode, string output, string error)
    {
        ExitCode = exitCode;
        Output = output;
        Error = error;
    }

    public int ExitCode { get; }

    public string Output { get; }

    public string Error { get; }

    public static ToolRun Of(params string[] args)
    {
        StringWriter output = new StringWriter { NewLine = "\n" };
        StringWriter error = new StringWriter { NewLine = "\n" };
        int exitCode = CommandLine.Run(args, new ToolConsole(output, error, isTerminal: false));
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Tool;

/// <summary>The program.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        return CommandLine.Run(args, ToolConsole.OfProcess());
    }
}

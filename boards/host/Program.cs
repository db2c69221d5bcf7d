// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards.Host;

/// <summary>The program: `dotnet run --project boards/host -- --help`.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        return HostCommandLine.Run(args, HostConsole.OfProcess());
    }
}

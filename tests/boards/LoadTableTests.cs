// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using Xunit;

namespace TinyInterp.Tests.Boards;

/// <summary>The one page with the boards' loads shows what the command prints.</summary>
public class LoadTableTests
{
    [Fact]
    public void The_page_has_the_figures_of_the_command()
    {
        string[] printed = HostRun.Of(["--device-profile"]).Lines
            .Select(line => line.TrimEnd())
            .SkipWhile(line => !line.StartsWith("Device profile:"))
            .Where(line => line.Length != 0)
            .ToArray();

        string[] shown = File.ReadAllLines(RepositoryFiles.At("boards", "README.md"))
            .Where(line => line.StartsWith("    "))
            .Select(line => line[4..])
            .SkipWhile(line => !line.StartsWith("Device profile:"))
            .Take(printed.Length)
            .ToArray();

        Assert.True(printed.Length > 8);
        Assert.True(
            printed.SequenceEqual(shown),
            "put the output of dotnet run --project boards/host -- --device-profile into boards/README.md:\n" + string.Join("\n", printed));
    }
}

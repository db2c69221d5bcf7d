// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace TinyInterp.Tests.Eng;

/// <summary>The script that runs self-test and unit tests on the virtual machine, with a stand-in for the machine.</summary>
public class RunOnNanoClrTests
{
    private const string GoodSelfTest = "190 passed, 0 failed";
    private const string GoodUnitTest = "Test passed,A.B.C.0,1";

    [Fact]
    public void Without_the_tool_it_says_how_to_get_it()
    {
        (int exitCode, string _, string error) = Run(tool: null, isBuilt: true);

        Assert.Equal(2, exitCode);
        Assert.Contains("dotnet tool install -g nanoclr", error);
    }

    [Fact]
    public void Without_a_build_it_says_what_to_build()
    {
        (int exitCode, string _, string error) = Run(Tool(GoodSelfTest, GoodUnitTest), isBuilt: false);

        Assert.Equal(2, exitCode);
        Assert.Contains("msbuild boards/selftest/TinyInterp.SelfTest.nfproj -p:Configuration=Release", error);
    }

    [Theory]
    [InlineData(GoodSelfTest, GoodUnitTest, 0)]
    [InlineData("189 passed, 1 failed", GoodUnitTest, 1)]
    [InlineData("0 passed, 0 failed", GoodUnitTest, 1)]
    [InlineData("", GoodUnitTest, 1)]
    [InlineData(GoodSelfTest, "Test failed,A.B.C.0,1", 1)]
    [InlineData(GoodSelfTest, "", 1)]
    public void It_fails_unless_both_pass(string selfTest, string unitTest, int exitCode)
    {
        Assert.Equal(exitCode, Run(Tool(selfTest, unitTest), isBuilt: true).ExitCode);
    }

    /// <summary>A nanoclr that prints one line for the self-test and one for the unit tests.</summary>
    private static string Tool(string selfTest, string unitTest)
    {
        return "#!/bin/sh\ncase \"$*\" in *SelfTest.pe*) echo '" + selfTest + "';; *) echo '" + unitTest + "';; esac\n";
    }

    private static (int ExitCode, string Output, string Error) Run(string? tool, bool isBuilt)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix shell for the stand-in");
        using TemporaryFolder folder = new();
        Write(folder.At("eng/run-on-nanoclr.sh"), File.ReadAllText(RepositoryFiles.At("eng", "run-on-nanoclr.sh")));
        if (tool != null)
        {
            Write(folder.At("tools/nanoclr"), tool);
            MakeExecutable(folder.At("tools/nanoclr"));
        }

        if (isBuilt)
        {
            Write(folder.At("boards/selftest/bin/Release/TinyInterp.SelfTest.pe"), string.Empty);
            Write(folder.At("tests/NFUnitTest/bin/Release/NFUnitTest.pe"), string.Empty);
        }

        ProcessStartInfo start = new("bash", [folder.At("eng/run-on-nanoclr.sh")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PATH"] = folder.At("tools") + ":/usr/bin:/bin";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error);
    }

    private static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Boards.Host;
using TinyInterp.SelfTestData;
using Xunit;

namespace TinyInterp.Tests.Boards;

/// <summary>The program that one flashes first, run here on both builds.</summary>
public class SelfTestTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_prints_only_PASS(bool onDeviceProfile)
    {
        StringWriter output = new StringWriter();

        int failed = onDeviceProfile ? HostSelfTest.RunDeviceProfile(output) : HostSelfTest.Run("desktop", output);

        string[] lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, failed);
        Assert.Equal("TinyInterp self-test on " + (onDeviceProfile ? "device profile" : "desktop"), lines[0]);
        Assert.All(lines[1..^1], line => Assert.Matches("^[^ ].* PASS [0-9]+ ms$", line));
        Assert.StartsWith("heap after 100 invokes", lines[^2]);
        Assert.Equal((lines.Length - 2) + " passed, 0 failed", lines[^1]);
    }

    [Fact]
    public void The_model_app_takes_the_same_memory_on_both_builds()
    {
        StringWriter desktop = new StringWriter();
        StringWriter device = new StringWriter();

        HostModelApp.Run("board", desktop);
        HostModelApp.RunDeviceProfile(device);

        string[] lines = device.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("TinyInterp on device profile", lines[0]);
        Assert.Matches("^model [0-9]+ bytes, arena [0-9]+ bytes$", lines[1]);
        Assert.Equal(desktop.ToString().Split(Environment.NewLine)[1], lines[1]);
        Assert.All(lines[2..], line => Assert.Matches("^[0-9]+ ms per Invoke, [0-9]+ bytes of heap free$", line));
    }

    [Fact]
    public void Its_data_is_what_the_command_writes()
    {
        IReadOnlyDictionary<string, string> files = DataSources.Make(RepositoryFiles.At("tests", "conformance"));

        Assert.Equal(DataSources.Assemblies, files.Count);
        foreach (KeyValuePair<string, string> file in files)
        {
            Assert.True(
                file.Value == File.ReadAllText(RepositoryFiles.At(file.Key)).ReplaceLineEndings("\n"),
                file.Key + ": run dotnet run --project tools/selftest-data");
        }
    }

    [Fact]
    public void Every_conformance_zip_has_a_case_in_it()
    {
        int zips = Directory.GetFiles(RepositoryFiles.At("tests", "conformance"), "*.zip", SearchOption.AllDirectories).Length;

        Assert.Equal(zips, EmbeddedCase.Choose(RepositoryFiles.At("tests", "conformance")).Select(item => item.Name).Distinct().Count());
    }
}

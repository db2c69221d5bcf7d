// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using Xunit;

namespace TinyInterp.Tests.Kernels;

/// <summary>The golden cases of tests/conformance: every operator to the byte, on both builds, without allocating.</summary>
public class ConformanceTests
{
    private static readonly string _folder = RepositoryFiles.At("tests", "conformance");

    /// <summary>Every zip with every build.</summary>
    public static TheoryData<string, string> Zips()
    {
        return GoldenZips.WithBuilds(Directory.GetFiles(_folder, "*.zip", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_folder, path).Replace('\\', '/'))
            .OrderBy(path => path, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Zips))]
    public void Every_case_passes_and_allocates_nothing(string zip, string build)
    {
        GoldenZips.RequireAllPass(Path.Combine(_folder, zip), build);
    }
}

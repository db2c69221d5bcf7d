// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.Tests.Kernels;
using Xunit;

namespace TinyInterp.Tests.Compiler;

/// <summary>Every golden case once more with its model compiled: the same bytes on both builds, and nothing allocated.</summary>
public class CompiledConformanceTests
{
    private static readonly string _folder = RepositoryFiles.At("tests", "conformance");

    /// <summary>Every zip with every build.</summary>
    public static TheoryData<string, string> Zips()
    {
        return GoldenZips.WithBuilds(Directory.GetFiles(_folder, "*.zip", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_folder, path).Replace('\\', '/'))
            .OrderBy(path => path, StringComparer.Ordinal));
    }

    /// <summary>Every shared model with every build.</summary>
    public static TheoryData<string, string> Models()
    {
        return GoldenZips.WithBuilds(SharedFiles.Zips("models"));
    }

    [Theory]
    [MemberData(nameof(Zips))]
    public void Every_case_passes_compiled(string zip, string build)
    {
        RequireAllPass(Path.Combine(_folder, zip), build);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_passes_compiled(string zip, string build)
    {
        RequireAllPass(SharedFiles.Require("models", zip), build);
    }

    private static void RequireAllPass(string path, string build)
    {
        using CaseSource source = CaseSource.Open(path).Single();
        IReadOnlyList<GoldenCase> cases = CaseReader.Read(source);
        CompiledZip engine = new CompiledZip(cases.Select(golden => golden.ReadModel()), build == "device");

        CaseResult[] results = cases.Select(golden => CaseRunner.Run(golden, engine)).ToArray();

        Assert.NotEmpty(results);
        Assert.Empty(results.Where(result => !result.Passed || result.AllocatedBytes != 0)
            .Select(result => result + ", " + result.AllocatedBytes + " bytes allocated").Take(10));
    }
}

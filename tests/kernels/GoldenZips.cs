// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Golden;
using Xunit;

namespace TinyInterp.Tests.Kernels;

/// <summary>Runs all cases of a zip and demands that each passes and allocates nothing.</summary>
internal static class GoldenZips
{
    private const int MostShown = 10;

    /// <summary>The builds of the runtime, by the names that theories show.</summary>
    public static readonly string[] Builds = { "desktop", "device" };

    /// <summary>A build by its name.</summary>
    public static IEngine Engine(string build)
    {
        return build == "device" ? Engines.Device : Engines.Desktop;
    }

    /// <summary>Each of <paramref name="zips"/> with each build.</summary>
    public static TheoryData<string, string> WithBuilds(IEnumerable<string> zips)
    {
        TheoryData<string, string> rows = new TheoryData<string, string>();
        foreach (string zip in zips)
        {
            foreach (string build in Builds)
            {
                rows.Add(zip, build);
            }
        }

        return rows;
    }

    /// <summary>Fails the test where a case fails or allocates; the message names the first ones.</summary>
    public static void RequireAllPass(string path, string build)
    {
        using CaseSource source = CaseSource.Open(path).Single();
        IReadOnlyList<GoldenCase> cases = CaseReader.Read(source);
        Assert.NotEmpty(cases);
        IReadOnlyList<CaseResult> results = cases.Select(golden => CaseRunner.Run(golden, Engine(build))).ToArray();

        string[] problems = results.Where(result => !result.Passed).Select(result => result.ToString())
            .Concat(results.Where(result => result.AllocatedBytes != 0)
                .Select(result => result.Case + ": Invoke allocates " + result.AllocatedBytes + " bytes"))
            .ToArray();
        Assert.True(
            problems.Length == 0,
            problems.Length + " problems in " + cases.Count + " cases:\n" + string.Join("\n", problems.Take(MostShown)));
    }
}

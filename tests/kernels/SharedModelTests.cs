// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using Xunit;

namespace TinyInterp.Tests.Kernels;

/// <summary>Whole models of other people, and golden cases that are not copied into the project.</summary>
public class SharedModelTests
{
    /// <summary>Every model with every build.</summary>
    public static TheoryData<string, string> Models()
    {
        return GoldenZips.WithBuilds(SharedFiles.Zips("models"));
    }

    /// <summary>Zips of cases that tests/conformance has no copy of, with every build.</summary>
    public static TheoryData<string, string> Cases()
    {
        string[] copies = Directory.GetFiles(RepositoryFiles.At("tests", "conformance"), "*.zip", SearchOption.AllDirectories);
        ILookup<string, string> byName = copies.ToLookup(Path.GetFileName);
        return GoldenZips.WithBuilds(new[] { "conformance", "conformance-float32" }
            .SelectMany(folder => SharedFiles.Zips(folder).Select(zip => folder + "/" + zip))
            .Where(zip => !byName[Path.GetFileName(zip)].Any(copy => HasBytesOf(copy, RepositoryFiles.At("..", "shared", zip)))));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_case_of_a_model_passes_and_allocates_nothing(string zip, string build)
    {
        GoldenZips.RequireAllPass(SharedFiles.Require("models", zip), build);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Every_case_that_is_not_copied_passes_and_allocates_nothing(string zip, string build)
    {
        GoldenZips.RequireAllPass(SharedFiles.Require(zip), build);
    }

    private static bool HasBytesOf(string copy, string original)
    {
        return File.Exists(original) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(File.ReadAllBytes(original));
    }
}

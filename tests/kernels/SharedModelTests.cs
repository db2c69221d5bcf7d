// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using Xunit;

namespace TinyInterp.Tests.Kernels;

/// <summary>Whole models of other people, which are not in the project, and the origin of the golden cases that are.</summary>
public class SharedModelTests
{
    /// <summary>Every model with every build.</summary>
    public static TheoryData<string, string> Models()
    {
        return GoldenZips.WithBuilds(SharedFiles.Zips("models"));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_case_of_a_model_passes_and_allocates_nothing(string zip, string build)
    {
        GoldenZips.RequireAllPass(SharedFiles.Require("models", zip), build);
    }

    [Fact]
    public void Every_case_is_copied_into_the_project_as_it_is()
    {
        foreach ((string folder, string copies) in new[] { ("conformance", "int"), ("conformance-float32", "float32") })
        {
            foreach (string zip in SharedFiles.Zips(folder))
            {
                string original = SharedFiles.Require(folder, zip);
                Assert.True(HasBytesOf(RepositoryFiles.At("tests", "conformance", copies, zip), original), zip);
            }
        }
    }

    private static bool HasBytesOf(string copy, string original)
    {
        return File.Exists(copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(File.ReadAllBytes(original));
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace TinyInterp.Tests.Kernels;

/// <summary>The AddAll methods, which eng/update-addall.sh writes.</summary>
public class OperatorListTests
{
    /// <summary>The folders of kernel assemblies.</summary>
    public static TheoryData<string> Families()
    {
        TheoryData<string> rows = new TheoryData<string>();
        foreach (string file in Directory.GetFiles(RepositoryFiles.At("kernels"), "*Kernels.cs", SearchOption.AllDirectories))
        {
            string family = Path.GetFileName(Path.GetDirectoryName(file))!;
            if (family != "all")
            {
                rows.Add(family);
            }
        }

        return rows;
    }

    [Fact]
    public void Every_family_is_found()
    {
        Assert.Equal(9, Families().Count);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void AddAll_calls_every_method_of_the_assembly_that_registers_an_operator(string family)
    {
        string[] files = Directory.GetFiles(RepositoryFiles.At("kernels", family), "*.cs");
        string list = files.Single(file => file.EndsWith("Kernels.cs", StringComparison.Ordinal));

        IEnumerable<string> declared = files.Except(new[] { list })
            .SelectMany(file => Names(File.ReadAllText(file), @"public static OpResolver (Add\w+)\(this OpResolver"));
        IEnumerable<string> called = Names(File.ReadAllText(list), @"^\s+\.(Add\w+)\(\)");

        Assert.True(
            declared.Order(StringComparer.Ordinal).SequenceEqual(called),
            "kernels/" + family + " registers other operators than its AddAll method calls, or in another order: run eng/update.sh");
    }

    private static IEnumerable<string> Names(string text, string pattern)
    {
        return Regex.Matches(text, pattern, RegexOptions.Multiline).Select(match => match.Groups[1].Value);
    }
}

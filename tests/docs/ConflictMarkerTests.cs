// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace TinyInterp.Tests.Docs;

/// <summary>No file was committed in the middle of a merge.</summary>
public class ConflictMarkerTests
{
    private static readonly string[] _markers = [new string('<', 7), new string('|', 7), new string('=', 7), new string('>', 7)];

    [Fact]
    public void No_text_file_has_conflict_markers()
    {
        string[] files = ProjectText.Files().ToArray();
        Assert.Contains("README.md", files);
        Assert.Contains("tests/docs/ConflictMarkerTests.cs", files);

        string[] marked = files.SelectMany(MarkersIn).ToArray();

        Assert.Empty(marked);
    }

    [Theory]
    [InlineData("HEAD", true)]
    [InlineData("", true)]
    [InlineData("=", false)]
    public void Seven_of_a_kind_are_a_marker(string rest, bool isMarker)
    {
        Assert.Equal(isMarker, IsMarker(_markers[2] + (rest.Length > 1 ? " " : string.Empty) + rest));
    }

    private static IEnumerable<string> MarkersIn(string file)
    {
        string[] lines = File.ReadAllLines(RepositoryFiles.At(file));
        return Enumerable.Range(0, lines.Length).Where(i => IsMarker(lines[i])).Select(i => file + ":" + (i + 1));
    }

    private static bool IsMarker(string line)
    {
        return _markers.Any(marker => line == marker || line.StartsWith(marker + " ", StringComparison.Ordinal));
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace TinyInterp.Tests;

/// <summary>Lines of the libraries that devices run stay readable without a scroll bar.</summary>
public class LineLengthTests
{
    private const int Limit = 140;

    // Written by `tinyinterp embed`: the lines of the model's bytes.
    private const string EmbeddedModel = "keyword/KeywordModel.cs";

    private static readonly string[] _folders =
        ["schema/", "nf-runtime/", "kernels/", "signal/", "keyword/", "compiled/", "storage/"];

    [Fact]
    public void No_line_of_a_device_library_has_140_characters_or_more()
    {
        List<string> tooLong = [];
        foreach (string file in RepositoryFiles.All("*.cs").Where(IsChecked))
        {
            string[] lines = File.ReadAllLines(RepositoryFiles.At(file));
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].Length >= Limit)
                {
                    tooLong.Add(file + ":" + (i + 1) + " has " + lines[i].Length);
                }
            }
        }

        Assert.Empty(tooLong);
    }

    private static bool IsChecked(string file)
    {
        return file != EmbeddedModel && _folders.Any(folder => file.StartsWith(folder, StringComparison.Ordinal));
    }
}

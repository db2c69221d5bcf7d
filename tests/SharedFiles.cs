// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace TinyInterp.Tests;

/// <summary>
/// Files beside the project that cannot be part of it: other people's models and their inputs. Tests that use them skip where they are
/// missing, visibly.
/// </summary>
internal static class SharedFiles
{
    private static readonly string _root = RepositoryFiles.At("..", "shared");

    /// <summary>The path of a file or folder that is there; else the test skips.</summary>
    public static string Require(params string[] parts)
    {
        string path = Path.GetFullPath(Path.Combine(parts.Prepend(_root).ToArray()));
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            Assert.Skip(path + " is not there");
        }

        return path;
    }

    /// <summary>
    /// The names of the zips in a folder, as rows for a theory; a row that <see cref="Require"/> will skip where there is no folder.
    /// </summary>
    public static IEnumerable<string> Zips(string folder)
    {
        string path = Path.Combine(_root, folder);
        return Directory.Exists(path)
            ? Directory.GetFiles(path, "*.zip").Select(file => Path.GetFileName(file)).OrderBy(name => name, StringComparer.Ordinal)
            : new[] { "(none)" };
    }
}

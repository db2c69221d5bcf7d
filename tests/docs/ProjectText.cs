// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TinyInterp.Tests.Docs;

/// <summary>The project's own text files: all but what builds and tools leave behind.</summary>
internal static class ProjectText
{
    private static readonly string[] _leftBehind = ["bin", "obj", "packages", "TestResults", ".git", ".vs"];

    /// <summary>The files, relative to the root, with forward slashes.</summary>
    public static IEnumerable<string> Files()
    {
        return Below(RepositoryFiles.Root)
            .Where(file => !IsBinary(file))
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The Markdown pages among them.</summary>
    public static IEnumerable<string> Pages()
    {
        return Files().Where(file => file.EndsWith(".md", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Below(string folder)
    {
        return Directory.GetDirectories(folder)
            .Where(inner => !_leftBehind.Contains(Path.GetFileName(inner)))
            .SelectMany(Below)
            .Concat(Directory.GetFiles(folder));
    }

    private static bool IsBinary(string file)
    {
        byte[] start = new byte[4096];
        using FileStream stream = File.OpenRead(file);
        return start.AsSpan(0, stream.Read(start)).Contains((byte)0);
    }
}

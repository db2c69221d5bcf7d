// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace TinyInterp.Tests;

/// <summary>Finds the project's own files, wherever the test runner's working folder is.</summary>
internal static class RepositoryFiles
{
    /// <summary>The folder of the solution file, as the build recorded it.</summary>
    public static string Root { get; } = Path.GetFullPath(typeof(RepositoryFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!);

    /// <summary>
    /// The project's files of a name pattern, relative to the root with '/', in order. What a build made and what a template makes are not
    /// among them.
    /// </summary>
    public static string[] All(string pattern)
    {
        string[] skipped = ["bin", "obj", "packages", "templates", ".git"];
        return Directory.GetFiles(Root, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => skipped.Contains(part)))
            .OrderBy(file => file, StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>An absolute path from parts below the root.</summary>
    public static string At(params string[] parts)
    {
        return Path.Combine(parts.Prepend(Root).ToArray());
    }
}

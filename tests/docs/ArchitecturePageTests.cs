// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace TinyInterp.Tests.Docs;

/// <summary>The picture of assemblies in docs/architecture.md shows what the projects refer to.</summary>
public class ArchitecturePageTests
{
    [Fact]
    public void The_picture_has_every_library_and_every_reference_and_no_other()
    {
        string page = File.ReadAllText(RepositoryFiles.At("docs", "architecture.md"));
        string picture = Regex.Match(page, "```mermaid\\s+flowchart BT(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        Dictionary<string, string> names = Regex.Matches(picture, @"(\w+)\[""(?:TinyInterp\.)?([\w.]+)").ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        string[] drawn = Regex.Matches(picture, @"^\s*(\w+)(?:\[[^\]]*\])? --> (.*)$", RegexOptions.Multiline)
            .SelectMany(m => m.Groups[2].Value.Split('&', StringSplitOptions.TrimEntries), (m, target) => Short(names[m.Groups[1].Value]) + " -> " + Short(names[target]))
            .Where(arrow => !arrow.StartsWith("boards", StringComparison.Ordinal) && !arrow.StartsWith("tools", StringComparison.Ordinal))
            .ToArray();

        Assert.Equal(Direct().Order(StringComparer.Ordinal), drawn.Order(StringComparer.Ordinal));
    }

    /// <summary>The references between libraries, those left out that lead where another one leads as well.</summary>
    private static IEnumerable<string> Direct()
    {
        Dictionary<string, string[]> references = new[] { "nf-runtime", "kernels", "signal", "keyword", "compiled", "storage" }
            .SelectMany(folder => Directory.GetFiles(RepositoryFiles.At(folder), "TinyInterp*.csproj", SearchOption.AllDirectories))
            .ToDictionary(project => Short(Path.GetFileNameWithoutExtension(project)), project => XDocument.Load(project).Descendants("ProjectReference")
                .Select(reference => Short(Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')))).ToArray());
        bool Reaches(string from, string to) => references[from].Any(next => next == to || Reaches(next, to));
        return references.SelectMany(
            entry => entry.Value.Where(target => !entry.Value.Any(other => other != target && Reaches(other, target))),
            (entry, target) => entry.Key + " -> " + target);
    }

    private static string Short(string name)
    {
        return name.StartsWith("TinyInterp.", StringComparison.Ordinal) ? name["TinyInterp.".Length..] : name;
    }
}

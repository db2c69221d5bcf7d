// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace TinyInterp.Tests;

/// <summary>The picture of the folders in docs/architecture.md is that of the projects.</summary>
public class FolderArrowsTests
{
    private const string Page = "docs/architecture.md";

    [Fact]
    public void The_page_shows_the_references_between_folders()
    {
        string[] arrows = Reduced(Arrows()).Select(arrow => "    " + arrow.From + " --> " + arrow.To).Order(StringComparer.Ordinal).ToArray();
        string picture = "```mermaid\nflowchart BT\n" + string.Join('\n', arrows) + "\n```";

        Assert.True(
            File.ReadAllText(RepositoryFiles.At(Page)).ReplaceLineEndings("\n").Contains(picture, StringComparison.Ordinal),
            "the references between folders have changed; write this into " + Page + ":\n" + picture);
    }

    [Fact]
    public void No_folder_refers_to_itself_through_others()
    {
        HashSet<(string From, string To)> all = Closure(Arrows());

        Assert.DoesNotContain(all, arrow => arrow.From == arrow.To);
    }

    [Fact]
    public void An_arrow_that_others_replace_is_left_out()
    {
        Assert.Equal([("a", "b"), ("b", "c")], Reduced([("a", "b"), ("b", "c"), ("a", "c")]).Order());
    }

    /// <summary>Every pair of folders of which a project in the first refers to one in the second.</summary>
    private static HashSet<(string From, string To)> Arrows()
    {
        HashSet<(string From, string To)> arrows = new();
        foreach (string project in RepositoryFiles.All("*.csproj").Concat(RepositoryFiles.All("*.nfproj")))
        {
            string folder = RepositoryFiles.At(Path.GetDirectoryName(project)!);
            IEnumerable<string> references = XDocument.Load(RepositoryFiles.At(project)).Descendants()
                .Where(element => element.Name.LocalName == "ProjectReference")
                .Select(element => Path.GetFullPath(Path.Combine(folder, element.Attribute("Include")!.Value.Replace('\\', '/'))));
            foreach (string reference in references)
            {
                (string From, string To) arrow = (FolderOf(project), FolderOf(Path.GetRelativePath(RepositoryFiles.Root, reference).Replace('\\', '/')));
                if (arrow.From != arrow.To)
                {
                    arrows.Add(arrow);
                }
            }
        }

        return arrows;
    }

    /// <summary>The arrows without those that a longer way replaces.</summary>
    private static IEnumerable<(string From, string To)> Reduced(HashSet<(string From, string To)> arrows)
    {
        HashSet<(string From, string To)> all = Closure(arrows);
        return arrows.Where(arrow => !arrows.Any(first => first.From == arrow.From && first.To != arrow.To && all.Contains((first.To, arrow.To))));
    }

    private static HashSet<(string From, string To)> Closure(HashSet<(string From, string To)> arrows)
    {
        HashSet<(string From, string To)> all = new(arrows);
        int count;
        do
        {
            count = all.Count;
            all.UnionWith(all.SelectMany(first => arrows.Where(second => second.From == first.To).Select(second => (first.From, second.To))).ToArray());
        }
        while (all.Count != count);

        return all;
    }

    private static string FolderOf(string path)
    {
        return path == "TinyInterp.nfproj" ? "nf-runtime" : path.Split('/')[0];
    }
}

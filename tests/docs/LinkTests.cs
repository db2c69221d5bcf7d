// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace TinyInterp.Tests.Docs;

/// <summary>Links and paths in pages lead somewhere.</summary>
public class LinkTests
{
    /// <summary>The pages.</summary>
    public static TheoryData<string> Pages()
    {
        return new TheoryData<string>(ProjectText.Pages());
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Relative_links_lead_to_a_file_and_anchors_to_a_heading(string path)
    {
        Assert.Empty(Broken(new MarkdownPage(path)));
    }

    /// <summary>Paths from the root, as in `tools/il-meter/boards.json`, in folders that exist; what a build makes need not be there.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Paths_in_backticks_exist(string path)
    {
        string[] folders = Directory.GetDirectories(RepositoryFiles.Root).Select(folder => Path.GetFileName(folder)).ToArray();

        string[] missing = new MarkdownPage(path).CodeWords()
            .Where(word => Regex.IsMatch(word, @"^[\w.-]+(/[\w.-]+)+/?$") && !word.Split('/').Contains("bin") && folders.Contains(word.Split('/')[0]))
            .Where(word => !Path.Exists(RepositoryFiles.At(word)) && !Path.Exists(Path.Combine(FolderOf(path), word)))
            .ToArray();

        Assert.Empty(missing);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_found()
    {
        MarkdownPage page = new MarkdownPage(
            "docs/x.md",
            "# The *first* part\n[a](tinyinterp.md) [b](gone.md) [c](#the-first-part) [d](#gone) [e](il-meter.md#the-ledger) [f](il-meter.md#gone)\n"
            + "[g](https://example.org/gone) `[h](gone.md)`\n\n    [i](gone.md)\n");

        Assert.Equal(["gone.md", "#gone", "il-meter.md#gone"], Broken(page));
    }

    private static IEnumerable<string> Broken(MarkdownPage page)
    {
        return page.Links()
            .Where(link => !Regex.IsMatch(link, "^[a-z]+:", RegexOptions.IgnoreCase))
            .Where(link => !Leads(page, Uri.UnescapeDataString(link)));
    }

    private static bool Leads(MarkdownPage page, string link)
    {
        string[] parts = link.Split('#', 2);
        string target = parts[0].Length == 0 ? page.Path : Path.GetRelativePath(RepositoryFiles.Root, Path.GetFullPath(Path.Combine(FolderOf(page.Path), parts[0])));
        if (!Path.Exists(RepositoryFiles.At(target)) && target != page.Path)
        {
            return false;
        }

        return parts.Length == 1 || (target == page.Path ? page : new MarkdownPage(target)).Anchors().Contains(parts[1]);
    }

    private static string FolderOf(string page)
    {
        return Path.GetDirectoryName(RepositoryFiles.At(page))!;
    }
}

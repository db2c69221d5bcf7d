// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace TinyInterp.Tests.Docs;

/// <summary>A Markdown page: its code blocks, its headings and its links.</summary>
internal sealed class MarkdownPage
{
    private const string Fence = "```";

    private readonly List<string> _prose = new List<string>();

    /// <param name="path">The file, relative to the root.</param>
    public MarkdownPage(string path)
        : this(path, File.ReadAllText(RepositoryFiles.At(path)))
    {
    }

    /// <param name="path">What the page is called.</param>
    /// <param name="text">Its text.</param>
    public MarkdownPage(string path, string text)
    {
        Path = path;
        List<CodeBlock> blocks = new List<CodeBlock>();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        string before = string.Empty;
        for (int i = 0; i < lines.Length;)
        {
            int end = EndOfCode(lines, i);
            if (end > i)
            {
                blocks.Add(new CodeBlock(i + 1, Content(lines[i..end]), before));
                i = end;
                continue;
            }

            _prose.Add(lines[i]);
            before = lines[i].Length == 0 ? before : lines[i];
            i++;
        }

        Blocks = blocks;
    }

    /// <summary>The file, relative to the root.</summary>
    public string Path { get; }

    /// <summary>Code, fenced or indented by four.</summary>
    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>The anchors of the headings, as GitHub makes them.</summary>
    public IEnumerable<string> Anchors()
    {
        Dictionary<string, int> seen = new Dictionary<string, int>();
        foreach (string heading in _prose.Where(line => Regex.IsMatch(line, "^#{1,6} ")))
        {
            string text = Regex.Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), @"[^\p{L}\p{N}\p{M} _-]", string.Empty).Replace(' ', '-');
            seen.TryGetValue(text, out int times);
            seen[text] = times + 1;
            yield return times == 0 ? text : text + "-" + times;
        }
    }

    /// <summary>Where its links lead, outside code.</summary>
    public IEnumerable<string> Links()
    {
        string prose = Regex.Replace(string.Join("\n", _prose), "`[^`]*`", "code");
        return Regex.Matches(prose, @"\]\(([^()\s]+)\)").Select(match => match.Groups[1].Value)
            .Concat(Regex.Matches(prose, @"^\[[^\]]+\]: (\S+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value));
    }

    /// <summary>What stands in backticks, outside code blocks.</summary>
    public IEnumerable<string> CodeWords()
    {
        return Regex.Matches(string.Join("\n", _prose), "`([^`]+)`").Select(match => match.Groups[1].Value);
    }

    /// <summary>The line behind a block of code that begins at a line; the same line where none does.</summary>
    private static int EndOfCode(string[] lines, int start)
    {
        if (lines[start].TrimStart().StartsWith(Fence, StringComparison.Ordinal))
        {
            int close = Array.FindIndex(lines, start + 1, line => line.TrimStart().StartsWith(Fence, StringComparison.Ordinal));
            return close < 0 ? lines.Length : close + 1;
        }

        if (!IsIndented(lines[start]) || (start > 0 && lines[start - 1].Length != 0))
        {
            return start;
        }

        int end = start;
        for (int i = start; i < lines.Length && (IsIndented(lines[i]) || lines[i].Trim().Length == 0); i++)
        {
            end = IsIndented(lines[i]) ? i + 1 : end;
        }

        return end;
    }

    private static bool IsIndented(string line)
    {
        return line.StartsWith("    ", StringComparison.Ordinal) && line.Trim().Length != 0;
    }

    private static string[] Content(string[] lines)
    {
        string[] content = lines[0].TrimStart().StartsWith(Fence, StringComparison.Ordinal) ? lines[1..^1] : lines;
        int indent = content.Where(line => line.Trim().Length != 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return content.Select(line => line.Length < indent ? string.Empty : line[indent..]).ToArray();
    }
}

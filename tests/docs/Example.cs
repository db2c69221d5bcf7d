// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace TinyInterp.Tests.Docs;

/// <summary>A command in a page, and the output that the page shows after it.</summary>
/// <param name="Arguments">The words after the program's name.</param>
/// <param name="Output">The lines shown; none where the page does not show any.</param>
/// <param name="NumbersVary">Whether any number will do where the page shows one.</param>
internal sealed record Example(IReadOnlyList<string> Arguments, IReadOnlyList<string> Output, bool NumbersVary)
{
    private const string Prompt = "$ tinyinterp ";
    private const string Elision = "...";
    private const string Number = @"\d[\d,.]*";

    /// <summary>The examples of a block, in order: from each prompt to the next.</summary>
    public static IEnumerable<Example> In(CodeBlock block)
    {
        for (int i = 0; i < block.Lines.Count; i++)
        {
            if (block.Lines[i].StartsWith(Prompt, StringComparison.Ordinal))
            {
                string[] output = block.Lines.Skip(i + 1).TakeWhile(line => !line.StartsWith("$ ", StringComparison.Ordinal)).ToArray();
                yield return new Example(Words(block.Lines[i][Prompt.Length..]), output, block.NumbersVary);
            }
        }
    }

    /// <summary>
    /// Every call of the tool in a block, as the words after the program's name: behind prompts where the block has any, since the rest is
    /// output, else at the beginning of a line.
    /// </summary>
    public static IEnumerable<string[]> CallsIn(CodeBlock block)
    {
        string whole = string.Join("\n", block.Lines).Replace("\\\n", " ");
        string[] lines = whole.Split('\n');
        bool hasPrompts = lines.Any(line => line.StartsWith("$ ", StringComparison.Ordinal));
        return lines
            .Where(line => !hasPrompts || line.StartsWith("$ ", StringComparison.Ordinal))
            .Select(line => Regex.Match(line, @"^\s*(?:\$ )?(?:tinyinterp|dotnet run --project tools/tinyinterp(?: -c Release)? --) (?<words>[^<>|\[]+)$"))
            .Where(match => match.Success)
            .Select(match => Words(match.Groups["words"].Value));
    }

    /// <summary>
    /// The first line that is not as shown, or null where all are. A line of three dots stands for any lines, three dots in a line for any
    /// text. Empty lines and spaces at the end do not count.
    /// </summary>
    public string? Difference(string found)
    {
        string[] shown = NotEmpty(Output);
        return shown.Length == 0 ? null : Compare(shown, NotEmpty(found.Split('\n')), Fits, (_, _) => { });
    }

    /// <summary>
    /// The lines that differ from what was found by their numbers alone, each with what it should be; nothing where more than that differs.
    /// </summary>
    public IReadOnlyList<(string Shown, string Now)> NewNumbers(string found)
    {
        List<(string Shown, string Now)> changes = new List<(string Shown, string Now)>();
        string? difference = Compare(NotEmpty(Output), NotEmpty(found.Split('\n')), FitsButForNumbers, (shown, actual) =>
        {
            if (!Fits(shown, actual))
            {
                Queue<string> numbers = new Queue<string>(
                    Regex.Match(actual, Pattern(shown, numbersVary: true)).Groups.Values.Skip(1).Select(group => group.Value));
                changes.Add((shown, shown.Contains(Elision) ? Regex.Replace(shown, Number, _ => numbers.Dequeue()) : actual));
            }
        });
        return difference == null ? changes : [];
    }

    private static string[] NotEmpty(IEnumerable<string> lines)
    {
        return lines.Select(line => line.TrimEnd()).Where(line => line.Length != 0).ToArray();
    }

    /// <summary>Goes through both side by side.</summary>
    /// <returns>The first line that does not fit, or null.</returns>
    private static string? Compare(string[] shown, string[] actual, Func<string, string, bool> fits, Action<string, string> matched)
    {
        int at = 0;
        bool anywhere = false;
        foreach (string line in shown)
        {
            if (line.Trim() == Elision)
            {
                anywhere = true;
                continue;
            }

            int match = anywhere ? Array.FindIndex(actual, at, candidate => fits(line, candidate)) : at;
            if (match < 0 || match >= actual.Length || !fits(line, actual[match]))
            {
                return "shown:  " + line + "\nprints: " + (anywhere ? "no such line" : at < actual.Length ? actual[at] : "nothing more");
            }

            matched(line, actual[match]);
            at = match + 1;
            anywhere = false;
        }

        return anywhere || at == actual.Length ? null : "shown:  nothing more\nprints: " + actual[at];
    }

    private static string[] Words(string line)
    {
        return Regex.Matches(line, "\"([^\"]*)\"|(\\S+)").Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Value).ToArray();
    }

    private bool Fits(string shown, string actual)
    {
        return Regex.IsMatch(actual, Pattern(shown, NumbersVary));
    }

    private static bool FitsButForNumbers(string shown, string actual)
    {
        return Regex.IsMatch(actual, Pattern(shown, numbersVary: true));
    }

    /// <summary>What a line must be like. Where numbers vary, so does the space that lines them up, and each is a group.</summary>
    private static string Pattern(string shown, bool numbersVary)
    {
        string pattern = string.Join(".*", shown.Split(Elision).Select(Regex.Escape));
        if (numbersVary)
        {
            pattern = Regex.Replace(pattern, @"(\d([\d,]|\\\.)*)(\\ )*", "(" + Number + ") *");
            pattern = Regex.Replace(pattern, @"(\\ )+", " +");
        }

        return "^" + pattern + "$";
    }
}

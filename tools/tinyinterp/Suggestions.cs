// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;

namespace TinyInterp.Tool;

/// <summary>
/// Answers shells that complete a command line: <c>tinyinterp "[suggest:POSITION]" "LINE"</c> prints what may stand where the cursor is,
/// one a line. Nothing means a path, which shells complete themselves.
/// </summary>
internal static class Suggestions
{
    private const string Opening = "[suggest";

    internal static bool AreAskedFor(string[] args)
    {
        return args.Length > 0 && args[0].StartsWith(Opening, StringComparison.Ordinal) && args[0].EndsWith(']');
    }

    internal static void Write(Command root, string[] args, TextWriter output)
    {
        foreach (string suggestion in Find(root, args))
        {
            output.WriteLine(suggestion);
        }
    }

    private static IEnumerable<string> Find(Command root, string[] args)
    {
        string line = args.Length > 1 ? args[1] : string.Empty;
        string position = args[0][Opening.Length..^1].TrimStart(':');
        int cursor = int.TryParse(position, out int number) && number >= 0 && number < line.Length ? number : line.Length;
        int program = line.IndexOf(' ');
        if (program < 0 || program >= cursor)
        {
            return [];
        }

        string typed = line[(program + 1)..cursor];
        string word = typed[(typed.LastIndexOf(' ') + 1)..];
        bool isOption = word.StartsWith('-');
        return root.Parse(typed).GetCompletions(typed.Length)
            .Select(item => item.InsertText ?? item.Label)
            .Where(text => text.StartsWith(word, StringComparison.OrdinalIgnoreCase) && text.StartsWith('-') == isOption && !IsSwitchValue(text))
            .Where(text => !text.StartsWith('/') && text != "-?" && text != "-h")
            .Distinct()
            .Order(StringComparer.Ordinal);
    }

    /// <summary>What a switch could be given but nobody writes; a path usually follows.</summary>
    private static bool IsSwitchValue(string text)
    {
        return bool.TryParse(text, out _);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace TinyInterp.Tests.Docs;

/// <summary>A block of code in a page.</summary>
/// <param name="LineNumber">Where it begins, counted from 1.</param>
/// <param name="Lines">Its lines, without their common indentation.</param>
/// <param name="Before">The last line with anything in it before the block.</param>
internal sealed record CodeBlock(int LineNumber, IReadOnlyList<string> Lines, string Before)
{
    /// <summary>Why it is not run, from a comment before it; null where it is run.</summary>
    public string? ReasonNotToRun => Marked("not run");

    /// <summary>Whether a comment before it says that it is run only where the folder of clips is.</summary>
    public bool NeedsSpeech => Marked("needs speech") != null;

    /// <summary>Whether numbers in it may be others, because a comment before it says why they vary.</summary>
    public bool NumbersVary => Marked("numbers vary") != null;

    private string? Marked(string marker)
    {
        Match match = Regex.Match(Before, "^<!-- " + marker + ": (.+) -->$");
        return match.Success ? match.Groups[1].Value : null;
    }
}

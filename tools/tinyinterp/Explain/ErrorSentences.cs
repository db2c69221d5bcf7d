// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TinyInterp.Tool.Explain;

/// <summary>
/// The sentence of each error code: the summary of its documentation comment, read from the file that the compiler writes beside the
/// library. It stands in one place, where the code is declared.
/// </summary>
internal static partial class ErrorSentences
{
    private const string Prefix = "F:TinyInterp.ErrorCode.";

    private static readonly Lazy<Dictionary<string, string>> _sentences = new(Load);

    /// <summary>The sentence of a code.</summary>
    internal static string Of(ErrorCode code)
    {
        return _sentences.Value[code.ToString()];
    }

    private static Dictionary<string, string> Load()
    {
        return XDocument.Load(Path.ChangeExtension(typeof(ErrorCode).Assembly.Location, ".xml"))
            .Descendants("member")
            .Select(member => (Name: member.Attribute("name")!.Value, Summary: member.Element("summary")?.Value ?? string.Empty))
            .Where(member => member.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(member => member.Name[Prefix.Length..], member => Blanks().Replace(member.Summary, " ").Trim(), StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

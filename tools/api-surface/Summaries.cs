// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TinyInterp.ApiSurface;

/// <summary>Summaries of types, from the documentation file that the compiler writes beside an assembly.</summary>
internal sealed partial class Summaries
{
    private readonly Dictionary<string, string> _byType;

    private Summaries(Dictionary<string, string> byType)
    {
        _byType = byType;
    }

    internal static Summaries Of(Assembly assembly)
    {
        XDocument document = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        return new Summaries(document.Descendants("member")
            .Select(member => (Name: member.Attribute("name")!.Value, Summary: member.Element("summary")))
            .Where(member => member.Name.StartsWith("T:", StringComparison.Ordinal) && member.Summary != null)
            .ToDictionary(member => member.Name[2..], member => FirstSentence(member.Summary!)));
    }

    /// <summary>The first sentence; empty where there is none.</summary>
    internal string Of(Type type)
    {
        return _byType.GetValueOrDefault(type.FullName!, string.Empty);
    }

    private static string FirstSentence(XElement summary)
    {
        // References show the last part of what they refer to.
        foreach (XAttribute target in summary.Descendants().Attributes("cref").ToArray())
        {
            target.Parent!.ReplaceWith(target.Value.Split('(')[0].Split('.', ':')[^1]);
        }

        string text = Blanks().Replace(summary.Value, " ").Trim();
        Match end = SentenceEnd().Match(text);
        return end.Success ? text[..(end.Index + 1)] : text;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[.:](?= [A-Z0-9])")]
    private static partial Regex SentenceEnd();
}

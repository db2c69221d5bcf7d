// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TinyInterp.Tool.Operators;

/// <summary>
/// What kernels support beyond their types: the text of <c>&lt;supports&gt;</c> in each class's documentation comment, read from the
/// documentation files that the compiler writes beside the assemblies. An attribute would take room on a device; a comment takes none.
/// </summary>
internal sealed partial class SupportNotes
{
    private readonly Dictionary<string, string> _byClass;

    private SupportNotes(Dictionary<string, string> byClass)
    {
        _byClass = byClass;
    }

    /// <summary>Reads the documentation files of all kernels in a folder.</summary>
    /// <exception cref="FileNotFoundException">There is none, so the program was copied without them.</exception>
    internal static SupportNotes Load(string folder)
    {
        string[] files = Directory.GetFiles(folder, "TinyInterp.Kernels*.xml");
        if (files.Length == 0)
        {
            throw new FileNotFoundException(
                "no TinyInterp.Kernels*.xml in " + folder + ": copy the documentation files together with the program");
        }

        return new SupportNotes(files
            .SelectMany(file => XDocument.Load(file).Descendants("supports"))
            .ToDictionary(
                note => note.Parent!.Attribute("name")!.Value.Substring("T:".Length),
                note => Blanks().Replace(note.Value, " ").Trim(),
                StringComparer.Ordinal));
    }

    /// <summary>The note of a class; empty where it has none.</summary>
    internal string Of(Type kernel)
    {
        return _byClass.GetValueOrDefault(kernel.FullName!, string.Empty);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

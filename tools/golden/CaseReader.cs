// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace TinyInterp.Golden;

/// <summary>Reads lists of cases.</summary>
public static class CaseReader
{
    private static readonly JsonSerializerOptions _options = new JsonSerializerOptions { PropertyNameCaseInsensitive = true };

    /// <summary>The cases of a source, with the files they name known to exist.</summary>
    /// <param name="source">The zip or folder.</param>
    /// <param name="model">The model for cases that have none of their own, or null.</param>
    /// <exception cref="CaseFormatException">The list is malformed or names files that do not exist.</exception>
    public static IReadOnlyList<GoldenCase> Read(CaseSource source, byte[]? model = null)
    {
        CaseEntry[]? entries;
        try
        {
            entries = JsonSerializer.Deserialize<CaseEntry[]>(source.Read(CaseSource.ListName), _options);
        }
        catch (JsonException e)
        {
            throw new CaseFormatException(source.FilePath + ": " + CaseSource.ListName + " is not a list of cases: " + e.Message, e);
        }

        if (entries == null || entries.Any(IsIncomplete))
        {
            throw new CaseFormatException(
                source.FilePath + ": " + CaseSource.ListName + " has a case without id, inputs or outputs");
        }

        return entries.Select(entry => new GoldenCase(source, entry, OwnModel(source, entry) ? null : model)).ToArray();
    }

    private static bool OwnModel(CaseSource source, CaseEntry entry)
    {
        return entry.Model != null && source.Contains(GoldenCase.Resolve(source, entry.Id, entry.Model));
    }

    private static bool IsIncomplete(CaseEntry entry)
    {
        return string.IsNullOrEmpty(entry?.Id) || entry.Inputs == null || entry.Outputs == null
            || entry.Inputs.Concat(entry.Outputs).Any(set => set == null || set.Any(string.IsNullOrEmpty));
    }
}

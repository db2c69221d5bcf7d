// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace TinyInterp.IlMeter;

/// <summary>How fast a board runs the VM, and how that is known.</summary>
/// <param name="Name">Name of the firmware's target.</param>
/// <param name="NsPerUnit">Nanoseconds for one unit of cost.</param>
/// <param name="IsMeasured">Whether the figure was measured; else it is an estimate.</param>
/// <param name="Origin">Where the figure comes from.</param>
public sealed record BoardSpeed(string Name, double NsPerUnit, bool IsMeasured, string Origin)
{
    /// <summary>The boards that are known, from boards.json.</summary>
    public static IReadOnlyList<BoardSpeed> All { get; } = Load();

    private static IReadOnlyList<BoardSpeed> Load()
    {
        using Stream stream = typeof(BoardSpeed).Assembly.GetManifestResourceStream("boards.json");
        return JsonSerializer.Deserialize<BoardSpeed[]>(
            stream, new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase });
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyInterp.IlMeter;

/// <summary>The boards that are known, and those of a user's own file in the same format.</summary>
public static class BoardList
{
    private static readonly JsonSerializerOptions _json = new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The boards of boards.json.</summary>
    public static IReadOnlyList<Board> Known { get; } = LoadKnown();

    /// <summary>The boards of a file, then the known ones that it does not name.</summary>
    /// <exception cref="FormatException">The file is not a list of boards; the message says where.</exception>
    public static IReadOnlyList<Board> With(byte[] file)
    {
        Board[] own = Read(file);
        return own.Concat(Known.Where(known => Find(own, known.Name) == null)).ToArray();
    }

    /// <summary>The board with a name in any case, or null.</summary>
    public static Board? Find(IEnumerable<Board> boards, string name)
    {
        return boards.FirstOrDefault(board => string.Equals(board.Name, name, StringComparison.OrdinalIgnoreCase));
    }

    private static IReadOnlyList<Board> LoadKnown()
    {
        using Stream stream = typeof(BoardList).Assembly.GetManifestResourceStream("boards.json")!;
        MemoryStream bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Read(bytes.ToArray());
    }

    private static Board[] Read(byte[] file)
    {
        Board?[] boards;
        try
        {
            boards = JsonSerializer.Deserialize<Board?[]>(file, _json) ?? throw new FormatException("is not a list of boards: it says null");
        }
        catch (JsonException e)
        {
            throw new FormatException("is not a list of boards: " + e.Message, e);
        }

        for (int i = 0; i < boards.Length; i++)
        {
            if (boards[i] is not { } board || string.IsNullOrWhiteSpace(board.Name))
            {
                throw new FormatException("board " + i + " has no name");
            }

            if (!(board.NsPerUnit > 0) || double.IsInfinity(board.NsPerUnit))
            {
                throw new FormatException("nsPerUnit of " + board.Name + " must be more than 0");
            }
        }

        return boards.OfType<Board>().ToArray();
    }
}

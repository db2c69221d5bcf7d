// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace TinyInterp.Optimize.Data;

/// <summary>Where data comes from, as a user writes it: `random[:COUNT[:SEED]]`, a folder, a zip, a .wav, or raw files joined by commas.</summary>
public sealed record DataSpec
{
    /// <summary>How many samples `random` makes unless told.</summary>
    public const int DefaultRandomCount = 32;

    private const string Random = "random";

    private DataSpec(string text)
    {
        Text = text;
    }

    /// <summary>What the user wrote.</summary>
    public string Text { get; }

    /// <summary>Whether the data is made up.</summary>
    public bool IsRandom { get; private init; }

    /// <summary>Number of random samples.</summary>
    public int Count { get; private init; } = DefaultRandomCount;

    /// <summary>Where the random sequence begins; the same seed gives the same samples everywhere.</summary>
    public int Seed { get; private init; } = 1;

    /// <summary>The files or the one folder; empty where random.</summary>
    public IReadOnlyList<string> Paths { get; private init; } = [];

    /// <summary>Name of the front end that turns WAV into tensors, or null.</summary>
    public string? FrontEnd { get; init; }

    /// <summary>The class folders to read, in the order of the model's outputs; null for all, ordered as labels.txt says or by name.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>A file of lines CLASS/FILE: only those are read; null for all.</summary>
    public string? Only { get; init; }

    /// <summary>Take at most this many samples, spread evenly over the data; 0 for all.</summary>
    public int Limit { get; init; }

    /// <summary>Reads a specification.</summary>
    /// <exception cref="DataException">It is none.</exception>
    public static DataSpec Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new DataException("data", "the name is empty; name a folder, files, or random");
        }

        string[] parts = text.Split(':');
        if (parts[0] == Random)
        {
            if (parts.Length > 3)
            {
                throw new DataException(text, "random takes a count and a seed, as in random:100:1");
            }

            return new DataSpec(text)
            {
                IsRandom = true,
                Count = parts.Length > 1 ? Number(text, parts[1], 1) : DefaultRandomCount,
                Seed = parts.Length > 2 ? Number(text, parts[2], 0) : 1,
            };
        }

        string[] paths = File.Exists(text) || Directory.Exists(text) ? [text] : text.Split(',');
        if (Array.Exists(paths, string.IsNullOrWhiteSpace))
        {
            throw new DataException(text, "a file name between commas is missing");
        }

        return new DataSpec(text) { Paths = paths };
    }

    private static int Number(string text, string part, int least)
    {
        if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < least)
        {
            throw new DataException(text, "'" + part + "' is not a number of at least " + least + "; write random:COUNT:SEED");
        }

        return number;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using TinyInterp.AudioFiles;

namespace TinyInterp.Spotting;

/// <summary>A word that was said: a line `start end word` of a file, times in seconds, separated by spaces or tabs as Audacity does.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends.</param>
/// <param name="Word">The word.</param>
public sealed record SpokenWord(double Start, double End, string Word)
{
    /// <summary>Reads a file of them; empty lines and those that begin with # or \ are left out.</summary>
    /// <exception cref="AudioException">It cannot be read, or a line is not like that.</exception>
    public static IReadOnlyList<SpokenWord> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (System.Exception e) when (e is IOException or System.UnauthorizedAccessException)
        {
            throw new AudioException(path, "cannot be read: " + e.Message);
        }

        List<SpokenWord> words = new();
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#' || line[0] == '\\')
            {
                continue;
            }

            string[] parts = line.Split((char[]?)null, 3, System.StringSplitOptions.RemoveEmptyEntries | System.StringSplitOptions.TrimEntries);
            if (parts.Length != 3 || !Seconds(parts[0], out double start) || !Seconds(parts[1], out double end) || end < start)
            {
                throw new AudioException(path, "line " + (i + 1) + " is not `start_seconds end_seconds word`");
            }

            words.Add(new SpokenWord(start, end, parts[2]));
        }

        return words;
    }

    private static bool Seconds(string text, out double seconds)
    {
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.AudioFiles;

namespace TinyInterp.Spotting;

/// <summary>
/// What a clip is to a spotter with given labels. Its class is a keyword where the folder has that name; a folder of silence or
/// background noise is silence; every other is unknown words. Long recordings of what is not a keyword are cut into pieces of a second.
/// </summary>
public sealed class ClipKind
{
    private const int PieceLength = Detection.SampleRate;
    private const int LongestWhole = 2 * PieceLength;

    private static readonly string[] _silenceFolders = ["silence", "_silence_", "background_noise", "_background_noise_", "noise"];

    private ClipKind(int label, bool isKeyword, bool isSilence, string group, IReadOnlyList<string> folders)
    {
        Label = label;
        IsKeyword = isKeyword;
        IsSilence = isSilence;
        Group = group;
        Folders = folders;
    }

    /// <summary>Index of the label that would be right.</summary>
    public int Label { get; }

    /// <summary>Whether that is a keyword.</summary>
    public bool IsKeyword { get; }

    /// <summary>Whether nobody speaks in it.</summary>
    public bool IsSilence { get; }

    /// <summary>The folder or zip of the set that it is in, or, where that has keywords too, the folder that it is in itself.</summary>
    public string Group { get; }

    /// <summary>
    /// Under which names it counts: its folder, the folder or zip of the set that it is in, and, where files are called kind_number.wav,
    /// folder/kind.
    /// </summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Finds the kind of each clip of a set.</summary>
    public static IReadOnlyList<ClipKind> Of(ClipSet set, ISpotter spotter)
    {
        List<string> labels = spotter.Labels.Select(label => label.ToLowerInvariant()).ToList();
        int Keyword(Clip clip)
        {
            return labels.IndexOf(clip.Class.ToLowerInvariant(), 0, spotter.KeywordCount);
        }

        int unknown = labels.IndexOf("unknown", spotter.KeywordCount);
        int silence = labels.IndexOf("silence", spotter.KeywordCount);
        unknown = unknown < 0 ? spotter.KeywordCount : unknown;
        silence = silence < 0 ? unknown : silence;
        HashSet<string> mixed = set.Clips.Where(clip => Keyword(clip) >= 0).Select(clip => clip.Group).ToHashSet();
        return set.Clips.Select(clip =>
        {
            int keyword = Keyword(clip);
            bool isSilence = _silenceFolders.Contains(clip.Class.ToLowerInvariant());
            string group = mixed.Contains(clip.Group) ? clip.Class : clip.Group;
            return new ClipKind(keyword >= 0 ? keyword : isSilence ? silence : unknown, keyword >= 0, isSilence, group, FoldersOf(clip, group));
        }).ToList();
    }

    /// <summary>The clip as one or more clips to be scored each.</summary>
    public IReadOnlyList<short[]> Pieces(short[] samples)
    {
        if (IsKeyword || samples.Length <= LongestWhole)
        {
            return [samples];
        }

        List<short[]> pieces = new();
        for (int at = 0; at + PieceLength <= samples.Length; at += PieceLength)
        {
            pieces.Add(samples[at..(at + PieceLength)]);
        }

        return pieces;
    }

    private static string[] FoldersOf(Clip clip, string group)
    {
        List<string> folders = [clip.Class];
        if (group != clip.Class)
        {
            folders.Add(group);
        }

        string name = System.IO.Path.GetFileNameWithoutExtension(clip.FileName);
        string kind = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        if (kind.Length != name.Length && kind.Length > 1 && kind[^1] == '_' && kind[..^1].All(char.IsAsciiLetter))
        {
            folders.Add(clip.Class + "/" + kind[..^1]);
        }

        return folders.ToArray();
    }
}

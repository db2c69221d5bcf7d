// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace TinyInterp.AudioFiles;

/// <summary>
/// The WAV files below a folder, in the order of their names. A file's class is the folder that it is in. A zip is read as a folder of
/// its name: files in its root have the zip's name as class, files in its folders those folders'. The set may itself be one zip, or one
/// folder of WAV files.
/// </summary>
public sealed class ClipSet
{
    private const string WavEnd = ".wav";
    private const string ZipEnd = ".zip";

    private readonly List<Clip> _clips = new();

    private ClipSet(string place)
    {
        Place = place;
    }

    /// <summary>The folder or zip.</summary>
    public string Place { get; }

    /// <summary>All clips.</summary>
    public IReadOnlyList<Clip> Clips => _clips;

    /// <summary>Finds the clips of a folder or zip.</summary>
    /// <exception cref="AudioException">It is not there, cannot be read, or has no WAV in it.</exception>
    public static ClipSet Open(string path)
    {
        ClipSet set = new(path);
        try
        {
            if (Directory.Exists(path))
            {
                set.AddFolder(path);
            }
            else if (File.Exists(path))
            {
                set.AddZip(path, []);
            }
            else
            {
                throw new AudioException(path, "there is no such folder or zip");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(path, "cannot be read: " + e.Message);
        }

        if (set._clips.Count == 0)
        {
            throw new AudioException(path, "has no .wav file in it, nor in its folders and zips");
        }

        set._clips.Sort((a, b) => string.CompareOrdinal(a.Place, b.Place));
        return set;
    }

    /// <summary>
    /// The clips that a list names, a line `class/file.wav` for each. Classes that the list does not mention keep all of their clips.
    /// </summary>
    /// <exception cref="AudioException">The list cannot be read, or names none of the clips.</exception>
    public ClipSet Only(string listPath)
    {
        HashSet<string> names;
        try
        {
            names = new HashSet<string>(
                File.ReadLines(listPath).Select(line => LastTwo(line.Trim().Replace('\\', '/'))).Where(line => line.Length != 0),
                StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(listPath, "cannot be read: " + e.Message);
        }

        HashSet<string> classes = new(names.Select(name => name.Split('/')[0]), StringComparer.Ordinal);
        if (!_clips.Any(clip => names.Contains(clip.Name)))
        {
            throw new AudioException(listPath, "names none of the clips of " + Place + "; a line is class/file.wav");
        }

        ClipSet result = new(Place);
        result._clips.AddRange(_clips.Where(clip => !classes.Contains(clip.Class) || names.Contains(clip.Name)));
        return result;
    }

    private static string LastTwo(string path)
    {
        string[] parts = path.Split('/');
        return string.Join("/", parts[Math.Max(0, parts.Length - 2)..]);
    }

    private void AddFolder(string folder)
    {
        foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            string[] parts = Path.GetRelativePath(folder, path).Replace('\\', '/').Split('/');
            if (IsNamed(path, WavEnd))
            {
                Add(path, parts, () => ReadFile(path));
            }
            else if (IsNamed(path, ZipEnd))
            {
                AddZip(path, parts);
            }
        }
    }

    private void AddZip(string zip, string[] parts)
    {
        string name = Path.GetFileNameWithoutExtension(zip);
        string[] folders = parts.Length == 0 ? [] : [.. parts[..^1], name];
        try
        {
            // One stream serves all entries, so threads take turns. The archive lives as long as its clips.
            ZipArchive archive = ZipFile.OpenRead(zip);
            foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => IsNamed(entry.FullName, WavEnd)))
            {
                string inside = entry.FullName.Replace('\\', '/');
                string[] whole = [.. folders, .. inside.Split('/', StringSplitOptions.RemoveEmptyEntries)];
                string place = zip + "/" + inside;
                Add(place, whole.Length == 1 ? [name, whole[0]] : whole, () => ReadEntry(archive, entry, place));
            }
        }
        catch (InvalidDataException)
        {
            throw new AudioException(zip, "is not a zip, or a damaged one");
        }
    }

    private void Add(string place, string[] parts, Func<byte[]> read)
    {
        string root = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Place)));
        string group = parts.Length > 1 ? parts[0] : root;
        _clips.Add(new Clip(place, group, parts.Length > 1 ? parts[^2] : root, parts[^1], read));
    }

    private static bool IsNamed(string path, string end)
    {
        // What macOS puts into zips besides a file.
        return path.EndsWith(end, StringComparison.OrdinalIgnoreCase) && !Path.GetFileName(path).StartsWith("._", StringComparison.Ordinal);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(path, "cannot be read: " + e.Message);
        }
    }

    private static byte[] ReadEntry(ZipArchive archive, ZipArchiveEntry entry, string place)
    {
        lock (archive)
        {
            try
            {
                using Stream stream = entry.Open();
                MemoryStream bytes = new();
                stream.CopyTo(bytes);
                return bytes.ToArray();
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                throw new AudioException(place, "is damaged: " + e.Message);
            }
        }
    }
}

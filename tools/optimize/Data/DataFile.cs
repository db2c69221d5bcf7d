// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace TinyInterp.Optimize.Data;

/// <summary>A file of a data set, on disk or in a zip, read only when asked for.</summary>
internal sealed class DataFile
{
    private readonly Func<byte[]> _read;

    private DataFile(string place, string relativePath, Func<byte[]> read)
    {
        Place = place;
        RelativePath = relativePath;
        _read = read;
    }

    /// <summary>For messages.</summary>
    internal string Place { get; }

    /// <summary>Path below the root of the data, with forward slashes; a zip's name takes no part where its files lie in folders.</summary>
    internal string RelativePath { get; }

    internal static bool IsWave(string path)
    {
        return path.EndsWith(".wav", StringComparison.OrdinalIgnoreCase);
    }

    internal static bool IsRaw(string path)
    {
        return path.EndsWith(".bin", StringComparison.OrdinalIgnoreCase);
    }

    internal static bool IsZip(string path)
    {
        return path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);
    }

    internal static DataFile OfPath(string path, string? relativePath = null)
    {
        return new DataFile(path, relativePath ?? Path.GetFileName(path), () => ReadFile(path));
    }

    /// <summary>The .bin, .wav and labels.txt files of a folder or zip, in the order of their paths.</summary>
    internal static IReadOnlyList<DataFile> Below(string root)
    {
        if (IsZip(root) && !Directory.Exists(root))
        {
            return Sorted(Entries(root, string.Empty));
        }

        List<DataFile> files = new List<DataFile>();
        foreach (string path in Guarded(root, () => Directory.GetFiles(root, "*", SearchOption.AllDirectories)))
        {
            string relative = Path.GetRelativePath(root, path).Replace('\\', '/');
            if (IsZip(path))
            {
                files.AddRange(Entries(path, relative.Substring(0, relative.Length - ".zip".Length)));
            }
            else if (IsData(path))
            {
                files.Add(OfPath(path, relative));
            }
        }

        return Sorted(files);
    }

    internal byte[] Read()
    {
        return _read();
    }

    private static bool IsData(string path)
    {
        return IsRaw(path) || IsWave(path) || Path.GetFileName(path) == FolderSamples.LabelFile;
    }

    private static IReadOnlyList<DataFile> Sorted(IEnumerable<DataFile> files)
    {
        return files.OrderBy(file => file.RelativePath, StringComparer.Ordinal).ToArray();
    }

    /// <summary>
    /// A zip's files: those in folders as if unpacked where the zip lies, others as in a folder of the zip's name. The zip is held in
    /// memory while one of its files may be read.
    /// </summary>
    private static List<DataFile> Entries(string zip, string folder)
    {
        string parent = folder.Contains('/') ? folder.Substring(0, folder.LastIndexOf('/') + 1) : string.Empty;
        byte[] bytes = ReadFile(zip);
        return Guarded(zip, () => new ZipArchive(new MemoryStream(bytes)).Entries
            .Where(entry => IsData(entry.FullName))
            .Select(entry => new DataFile(zip + "/" + entry.FullName, PathOf(entry, folder, parent), () => ReadEntry(zip, entry)))
            .ToList());
    }

    private static string PathOf(ZipArchiveEntry entry, string folder, string parent)
    {
        string name = entry.FullName.Replace('\\', '/');
        return name.Contains('/') ? parent + name : folder.Length == 0 ? name : folder + "/" + name;
    }

    private static byte[] ReadEntry(string zip, ZipArchiveEntry entry)
    {
        return Guarded(zip + "/" + entry.FullName, () =>
        {
            using Stream stream = entry.Open();
            using MemoryStream bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    private static byte[] ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new DataException(path, Directory.Exists(path) ? "is a folder; name files here" : "no such file");
        }

        return Guarded(path, () => File.ReadAllBytes(path));
    }

    private static T Guarded<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DataException(place, "cannot be read: " + e.Message);
        }
    }
}

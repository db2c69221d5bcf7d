// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TinyInterp.Golden;

/// <summary>A zip or a folder that holds cases.json and the files of its cases.</summary>
public abstract class CaseSource : IDisposable
{
    /// <summary>The list of cases in every source.</summary>
    public const string ListName = "cases.json";

    private protected CaseSource(string path)
    {
        FilePath = path;
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
    }

    /// <summary>The zip or folder.</summary>
    public string FilePath { get; }

    /// <summary>The last part of its path.</summary>
    public string Name { get; }

    /// <summary>Opens every source at or below a path: a zip, a folder with cases.json, or a folder with such things in it.</summary>
    /// <returns>The sources in the order of their paths; at least one.</returns>
    /// <exception cref="CaseFormatException">There is none, or one cannot be read.</exception>
    public static IReadOnlyList<CaseSource> Open(string path)
    {
        if (File.Exists(path))
        {
            ZipSource zip = new ZipSource(path);
            if (!zip.Contains(ListName))
            {
                throw new CaseFormatException(path + ": the zip holds no " + ListName + "; name a zip of golden cases");
            }

            return new CaseSource[] { zip };
        }

        if (!Directory.Exists(path))
        {
            throw new CaseFormatException(path + ": no such file or folder; name zips of golden cases or folders that hold some");
        }

        // A folder may hold zips that are something else.
        List<CaseSource> sources = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || Path.GetFileName(file) == ListName)
            .OrderBy(file => file, StringComparer.Ordinal)
            .Select(file => Path.GetFileName(file) == ListName
                ? (CaseSource)new FolderSource(Path.GetDirectoryName(file)!)
                : new ZipSource(file))
            .Where(source => source.Contains(ListName))
            .ToList();
        if (sources.Count == 0)
        {
            throw new CaseFormatException(path + ": no golden cases in or below this folder (zips with " + ListName + ", or " + ListName + " itself)");
        }

        return sources;
    }

    /// <summary>Whether the source has a file; <paramref name="name"/> has slashes and no dots for folders.</summary>
    public abstract bool Contains(string name);

    /// <summary>The bytes of a file. May be called from several threads.</summary>
    /// <exception cref="CaseFormatException">The file is not there or damaged.</exception>
    public abstract byte[] Read(string name);

    /// <inheritdoc />
    public abstract void Dispose();

    private protected CaseFormatException Missing(string name)
    {
        return new CaseFormatException(FilePath + ": the file " + name + " is missing");
    }
}

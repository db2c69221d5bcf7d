// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.IO.Compression;

namespace TinyInterp.Golden;

/// <summary>Cases in a zip.</summary>
internal sealed class ZipSource : CaseSource
{
    private readonly ZipArchive _archive;

    internal ZipSource(string path)
        : base(path)
    {
        try
        {
            _archive = ZipFile.OpenRead(path);
        }
        catch (Exception e) when (e is InvalidDataException || e is IOException || e is UnauthorizedAccessException)
        {
            throw new CaseFormatException(path + ": cannot be read as a zip: " + e.Message, e);
        }
    }

    /// <inheritdoc />
    public override bool Contains(string name)
    {
        lock (_archive)
        {
            return _archive.GetEntry(name) != null;
        }
    }

    /// <inheritdoc />
    public override byte[] Read(string name)
    {
        // An archive has one stream for all its entries.
        lock (_archive)
        {
            ZipArchiveEntry entry = _archive.GetEntry(name) ?? throw Missing(name);
            try
            {
                using Stream stream = entry.Open();
                MemoryStream bytes = new MemoryStream();
                stream.CopyTo(bytes);
                return bytes.ToArray();
            }
            catch (InvalidDataException e)
            {
                throw new CaseFormatException(FilePath + ": " + name + " is damaged: " + e.Message, e);
            }
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _archive.Dispose();
    }
}

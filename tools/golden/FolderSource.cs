// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;

namespace TinyInterp.Golden;

/// <summary>Cases in a folder.</summary>
internal sealed class FolderSource : CaseSource
{
    internal FolderSource(string path)
        : base(path)
    {
    }

    /// <inheritdoc />
    public override bool Contains(string name)
    {
        return File.Exists(Path.Combine(FilePath, name));
    }

    /// <inheritdoc />
    public override byte[] Read(string name)
    {
        try
        {
            return Contains(name) ? File.ReadAllBytes(Path.Combine(FilePath, name)) : throw Missing(name);
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
        {
            throw new CaseFormatException(FilePath + ": " + name + " cannot be read: " + e.Message, e);
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
    }
}

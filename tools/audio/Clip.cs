// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.AudioFiles;

/// <summary>A WAV file of a <see cref="ClipSet"/>, read when it is asked for. May be used by several threads.</summary>
public sealed class Clip
{
    private readonly Func<byte[]> _read;

    internal Clip(string place, string group, string className, string fileName, Func<byte[]> read)
    {
        Place = place;
        Group = group;
        Class = className;
        FileName = fileName;
        _read = read;
    }

    /// <summary>Where it is, for messages; a file in a zip behind the zip's path.</summary>
    public string Place { get; }

    /// <summary>The folder or zip of the set that it is in, at whatever depth.</summary>
    public string Group { get; }

    /// <summary>The folder that it is in.</summary>
    public string Class { get; }

    /// <summary>Name of the file.</summary>
    public string FileName { get; }

    /// <summary>Class and file, as lists of clips have it.</summary>
    public string Name => Class + "/" + FileName;

    /// <summary>The sound, one channel.</summary>
    /// <exception cref="AudioException">It cannot be read.</exception>
    public short[] Samples(int rate)
    {
        return WavFile.Read(_read(), Place).At(rate);
    }
}

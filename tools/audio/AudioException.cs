// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.AudioFiles;

/// <summary>A file of sound that cannot be used; the message is one sentence that names it.</summary>
public sealed class AudioException : Exception
{
    /// <summary>An exception.</summary>
    /// <param name="place">The file.</param>
    /// <param name="problem">What is wrong with it.</param>
    public AudioException(string place, string problem)
        : base(place + ": " + problem)
    {
        Place = place;
        Problem = problem;
    }

    /// <summary>The file.</summary>
    public string Place { get; }

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; }
}

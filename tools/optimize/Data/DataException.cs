// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Optimize.Data;

/// <summary>Data that cannot be used; the message names the file and what to do about it, in one line.</summary>
public sealed class DataException : Exception
{
    /// <summary>An error about <paramref name="place"/>: a path, or what the user wrote.</summary>
    public DataException(string place, string problem)
        : base(place + ": " + problem)
    {
    }
}

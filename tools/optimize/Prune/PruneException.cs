// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Optimize.Prune;

/// <summary>A model that cannot be pruned as asked; the message says why in one line.</summary>
public sealed class PruneException : Exception
{
    /// <summary>An error.</summary>
    public PruneException(string message)
        : base(message)
    {
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Optimize.Compare;

/// <summary>Two models that cannot be compared; the message says why in one line.</summary>
public sealed class ComparisonException : Exception
{
    /// <summary>An error.</summary>
    public ComparisonException(string message)
        : base(message)
    {
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Golden;

/// <summary>Golden cases that cannot be read: the message names the file and what is wrong with it, in one line.</summary>
public sealed class CaseFormatException : Exception
{
    /// <summary>An error with its message.</summary>
    public CaseFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its message and cause.</summary>
    public CaseFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

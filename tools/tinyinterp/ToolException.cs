// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Tool;

/// <summary>Ends a command with one line on the error stream and an exit code.</summary>
public sealed class ToolException : Exception
{
    /// <summary>An error.</summary>
    public ToolException(int exitCode, string message)
        : base(message)
    {
        ExitCode = exitCode;
    }

    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; }
}

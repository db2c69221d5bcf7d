// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Compiler;

/// <summary>A model that cannot be compiled as asked. The message is one sentence for the user: what is wrong and what would help.</summary>
public sealed class CompileException : Exception
{
    /// <summary>An error with its sentence.</summary>
    public CompileException(string message)
        : base(message)
    {
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Optimize.Quantize;

/// <summary>A model or its data cannot be quantised; the message is one line that says what is wrong and what would help.</summary>
public sealed class QuantizeException : Exception
{
    /// <summary>An error.</summary>
    public QuantizeException(string message)
        : base(message)
    {
    }
}

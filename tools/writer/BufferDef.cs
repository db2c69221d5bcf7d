// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>Constant data. Buffer 0 of a model has none and stands for "no data".</summary>
public sealed class BufferDef
{
    /// <summary>The bytes; null for a buffer without data.</summary>
    public byte[]? Data { get; set; }

    /// <summary>Whether the bytes lie after the FlatBuffer, as in models above 2 GB, instead of within it.</summary>
    public bool Outside { get; set; }
}

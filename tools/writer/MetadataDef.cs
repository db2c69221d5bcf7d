// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>Named bytes that travel with a model.</summary>
public sealed class MetadataDef
{
    /// <summary>The name a reader looks for.</summary>
    public string? Name { get; set; }

    /// <summary>The buffer that holds the bytes.</summary>
    public int BufferIndex { get; set; }
}

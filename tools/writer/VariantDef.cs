// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>What a VARIANT tensor holds.</summary>
public sealed class VariantDef
{
    /// <summary>Element type of the inner tensor.</summary>
    public TensorType Type { get; set; }

    /// <summary>Sizes of the inner tensor.</summary>
    public int[]? Shape { get; set; }

    /// <summary>Whether the inner rank is known.</summary>
    public bool HasRank { get; set; }
}

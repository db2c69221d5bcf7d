// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>How one dimension of a sparse constant is stored.</summary>
public enum DimensionFormat : sbyte
{
    /// <summary>Every index is present.</summary>
    Dense = 0,

    /// <summary>Only listed indices are present, as in compressed sparse rows.</summary>
    SparseCsr = 1
}

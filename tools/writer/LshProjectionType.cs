// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>Form of the result of LSH_PROJECTION.</summary>
public enum LshProjectionType : sbyte
{
    /// <summary>Not stated.</summary>
    Unknown = 0,

    /// <summary>One bucket number per hash function.</summary>
    Sparse = 1,

    /// <summary>One bit per hash function bit.</summary>
    Dense = 2
}

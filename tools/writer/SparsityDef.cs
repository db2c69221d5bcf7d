// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Writer;

/// <summary>How the elements present in a sparse constant are found.</summary>
public sealed class SparsityDef
{
    /// <summary>Order in which the dimensions are stored, block dimensions last.</summary>
    public int[]? TraversalOrder { get; set; }

    /// <summary>Which dimension each block dimension divides; null without blocks.</summary>
    public int[]? BlockMap { get; set; }

    /// <summary>One entry per dimension in traversal order.</summary>
    public List<SparseDimensionDef>? Dimensions { get; set; }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Writer;

/// <summary>One dimension of a sparse constant.</summary>
public sealed class SparseDimensionDef
{
    /// <summary>Dense or compressed.</summary>
    public DimensionFormat Format { get; set; }

    /// <summary>Size of a dense dimension.</summary>
    public int DenseSize { get; set; }

    /// <summary>Where each segment of <see cref="Indices"/> ends: int[], ushort[] or byte[]; null if dense.</summary>
    public Array? Segments { get; set; }

    /// <summary>The indices present: int[], ushort[] or byte[]; null if dense.</summary>
    public Array? Indices { get; set; }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Prune;

/// <summary>Among which weights the least are sought.</summary>
public enum PruneScope
{
    /// <summary>Those of each layer, so that every layer gets the same sparsity.</summary>
    Layer,

    /// <summary>Those of the whole model.</summary>
    Model,
}

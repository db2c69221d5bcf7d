// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// The memory of an interpreter's kernels. Its own arrays are persistent memory: parameters, state and variable tensors, at the indices
/// that
/// <see cref="PrepareContext.Persistent"/> returns. <see cref="Scratch"/> is memory that a node uses only while it runs.
/// </summary>
public sealed class KernelMemory : ArenaArrays
{
    internal KernelMemory(ArenaArrays scratch)
    {
        Scratch = scratch;
    }

    /// <summary>
    /// The arrays of scratch, at the indices that <see cref="PrepareContext.Scratch"/> returns, and of activations. All nodes share them.
    /// </summary>
    public ArenaArrays Scratch { get; }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// The memory of an interpreter's kernels. The arrays themselves hold what lasts: parameters, state and variable tensors, at the places that
/// <see cref="PrepareContext.Persistent"/> hands out. <see cref="Scratch"/> holds what a node needs only while it runs.
/// </summary>
public sealed class KernelMemory : ArenaArrays
{
    internal KernelMemory(ArenaArrays scratch)
    {
        Scratch = scratch;
    }

    /// <summary>
    /// Where nodes have scratch, at the places that <see cref="PrepareContext.Scratch"/> hands out, and where activations lie. All nodes share it.
    /// </summary>
    public ArenaArrays Scratch { get; }
}

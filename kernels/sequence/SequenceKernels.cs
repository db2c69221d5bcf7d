// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Registers the kernels of recurrent layers. Each operator's file adds its own call; this file has the one that registers them all.
/// </summary>
public static partial class SequenceKernels
{
    /// <summary>Every kernel of this assembly.</summary>
    public static OpResolver AddAllSequence(this OpResolver resolver)
    {
        return resolver
            .AddSvdf()
            .AddUnidirectionalSequenceLstm();
    }
}

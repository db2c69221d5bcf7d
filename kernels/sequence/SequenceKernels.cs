// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>Registers the kernels of recurrent layers: each operator's file adds its own call, and this one adds them all.</summary>
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

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>Registers everything: the desktop's default, and a device's where flash is no concern.</summary>
public static class AllKernels
{
    /// <summary>Every kernel of every assembly.</summary>
    public static OpResolver AddAll(this OpResolver resolver)
    {
        return resolver.AddAllNeural()
            .AddAllElementwise()
            .AddAllData()
            .AddAllReduce()
            .AddAllSequence()
            .AddAllControl()
            .AddAllFloat()
            .AddAllSignal()
            .AddAllCustom();
    }
}

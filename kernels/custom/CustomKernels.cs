// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Registers the kernels of this assembly. Each operator's file adds its own call; this file has the one that registers them all.
/// </summary>
public static partial class CustomKernels
{
    /// <summary>Every kernel of this assembly.</summary>
    public static OpResolver AddAllCustom(this OpResolver resolver)
    {
        return resolver
            .AddCircularBuffer()
            .AddDetectionPostProcess()
            .AddPatchWindow()
            .AddPatches()
            .AddTflmDecode();
    }
}

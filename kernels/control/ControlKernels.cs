// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Registers the kernels of control flow and variables. Each operator's file adds its own call; this file has the one that registers them
/// all.
/// </summary>
public static partial class ControlKernels
{
    /// <summary>Every kernel of this assembly.</summary>
    public static OpResolver AddAllControl(this OpResolver resolver)
    {
        return resolver
            .AddAssignVariable()
            .AddCallOnce()
            .AddIf()
            .AddReadVariable()
            .AddVarHandle()
            .AddWhile();
    }
}

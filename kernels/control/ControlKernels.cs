// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>Registers the kernels of control flow and variables: each operator's file adds its own call, and this one adds them all.</summary>
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

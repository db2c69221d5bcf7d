// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>Creates the kernel of one node.</summary>
public delegate Kernel KernelFactory();

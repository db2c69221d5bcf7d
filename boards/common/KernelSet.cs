// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>Makes a resolver of every kernel of some families, so that an app need not have all of them on the heap at once.</summary>
/// <param name="families">Which ones.</param>
public delegate OpResolver KernelSet(KernelFamilies families);

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.IlMeter;

/// <summary>Instructions that only run together: what one run of them is worth.</summary>
/// <param name="Assembly">The assembly the block is in.</param>
/// <param name="Method">The method, as Namespace.Type.Method.</param>
/// <param name="Units">Cost of one run.</param>
/// <param name="Instructions">Instructions in one run, by <see cref="IlClass"/>.</param>
public sealed record BasicBlock(string Assembly, string Method, double Units, int[] Instructions);

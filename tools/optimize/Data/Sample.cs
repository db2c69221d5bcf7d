// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Data;

/// <summary>What one Invoke gets: the real values of each model input, flattened.</summary>
/// <param name="Inputs">One array per input.</param>
/// <param name="Label">Index into the data set's classes, or <see cref="NoLabel"/>.</param>
/// <param name="Name">Where it comes from, for messages.</param>
public sealed record Sample(float[][] Inputs, int Label, string Name)
{
    /// <summary>The label of a sample whose class is not known.</summary>
    public const int NoLabel = -1;
}

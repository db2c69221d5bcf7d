// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.ModelTraining.Training;

/// <summary>How long and how fast a network is trained.</summary>
/// <param name="Epochs">How often each sample is shown.</param>
/// <param name="BatchSize">Samples whose gradients are averaged for a step.</param>
/// <param name="Rate">Size of the first steps.</param>
public sealed record Schedule(int Epochs, int BatchSize, double Rate);

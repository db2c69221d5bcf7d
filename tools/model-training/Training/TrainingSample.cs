// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.ModelTraining.Training;

/// <summary>What a network is given, and what it should answer.</summary>
/// <param name="Input">The input's elements.</param>
/// <param name="Target">The wanted output; for classes, 1 at the right one and 0 elsewhere.</param>
public sealed record TrainingSample(double[] Input, double[] Target);

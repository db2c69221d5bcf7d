// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Quantize;

/// <summary>A range and what it was chosen by.</summary>
/// <param name="Least">Lower end.</param>
/// <param name="Greatest">Upper end.</param>
/// <param name="Method">min-max, percentile, mse, kl; model, kernel or constant where nothing was to be chosen.</param>
internal readonly record struct RangeChoice(double Least, double Greatest, string Method);

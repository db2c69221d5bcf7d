// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Quantize;

/// <summary>How one tensor was quantised.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type now.</param>
/// <param name="Least">Lower end of the range that was chosen.</param>
/// <param name="Greatest">Upper end.</param>
/// <param name="Scale">Size of a step; of the first channel where there are several.</param>
/// <param name="ZeroPoint">What stands for 0.</param>
/// <param name="Channels">Number of scales.</param>
/// <param name="Method">What the range was chosen by.</param>
public sealed record QuantizedTensor(
    string Name, string Type, double Least, double Greatest, float Scale, long ZeroPoint, int Channels, string Method);

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Optimize.FloatEnds;

/// <summary>A float32 input or output of a model that can be the quantised tensor itself, or the reason why it cannot.</summary>
/// <param name="IsInput">Whether it is an input.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of the quantised tensor.</param>
/// <param name="Scale">Scale of the quantised tensor.</param>
/// <param name="ZeroPoint">Zero point of the quantised tensor.</param>
/// <param name="Refusal">Why it stays float32; null if it does not.</param>
public sealed record FloatEnd(bool IsInput, string Name, TensorType Type, float Scale, long ZeroPoint, string? Refusal);

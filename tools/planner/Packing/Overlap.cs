// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Planner.Packing;

/// <summary>
/// Two blocks that may share memory although both are live while a node runs: its output may begin below its input, or where it begins,
/// and end inside of it, because what lies there has been read by the time it is written.
/// </summary>
/// <param name="Output">Index of the block that the node writes; its life begins with the node.</param>
/// <param name="Input">Index of the block that the node reads; its life ends with the node.</param>
/// <param name="Units">How far the output's end may reach into the input; at most the size of the output.</param>
public sealed record Overlap(int Output, int Input, int Units);

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Keyword;

/// <summary>What the outputs of <see cref="KeywordModel"/> mean.</summary>
public static class KeywordLabels
{
    /// <summary>How many of the labels are keywords; they come first.</summary>
    public const int KeywordCount = 3;

    /// <summary>The labels in the model's order.</summary>
    public static readonly string[] All = { "bed", "cat", "happy", "unknown", "silence" };
}

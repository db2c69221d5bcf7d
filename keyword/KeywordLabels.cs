// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Keyword;

/// <summary>What the outputs of <see cref="KeywordModel"/> mean.</summary>
public static class KeywordLabels
{
    // Behind the keywords stand unknown words and silence, which are none.
    private const int OtherLabels = 2;

    /// <summary>The labels in the model's order. For a model of one's own this is the line to change: its words, then these last two.</summary>
    public static readonly string[] All = { "bed", "cat", "happy", "unknown", "silence" };

    /// <summary>How many of the labels are keywords; they come first.</summary>
    public static int KeywordCount => All.Length - OtherLabels;
}

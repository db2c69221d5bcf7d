// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Keyword;

/// <summary>The meaning of the outputs of <see cref="KeywordModel"/>.</summary>
public static class KeywordLabels
{
    // The last two labels, unknown words and silence, are not keywords.
    private const int OtherLabels = 2;

    /// <summary>The labels in the model's order. With your own model, list its words here, followed by these last two.</summary>
    public static readonly string[] All = { "bed", "cat", "happy", "unknown", "silence" };

    /// <summary>The number of labels that are keywords. They come first.</summary>
    public static int KeywordCount => All.Length - OtherLabels;
}

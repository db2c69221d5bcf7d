// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Keyword;

/// <summary>The bands of the front end that the keyword model was trained with.</summary>
public static class KeywordBands
{
    /// <summary>
    /// Edges of sixteen bands in units of 31.25 Hz: seventeen equal steps on the mel scale, 2595·log10(1 + f / 700), from 100 Hz to 3800
    /// Hz,
    /// rounded.
    /// </summary>
    public static readonly int[] Edges = { 3, 6, 9, 12, 16, 20, 25, 30, 35, 41, 48, 56, 64, 74, 84, 95, 108, 122 };
}

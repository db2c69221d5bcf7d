// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Keyword;

namespace TinyInterp.Boards.Host;

/// <summary>A keyword network and what its outputs mean.</summary>
/// <param name="Bytes">The .tflite file.</param>
/// <param name="Labels">Its labels, keywords first.</param>
/// <param name="KeywordCount">How many are keywords.</param>
public sealed record SpotterModel(byte[] Bytes, string[] Labels, int KeywordCount)
{
    private static readonly string[] _others = ["unknown", "silence"];

    /// <summary>The model that comes with the project.</summary>
    public static SpotterModel Bundled()
    {
        return new SpotterModel(KeywordModel.Load(), KeywordLabels.All, KeywordLabels.KeywordCount);
    }

    /// <summary>A model with your own keywords, separated by commas. The outputs after them are unknown and silence.</summary>
    public static SpotterModel Of(byte[] bytes, string words)
    {
        string[] keywords = words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new SpotterModel(bytes, keywords.Concat(_others).ToArray(), keywords.Length);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Keyword;

/// <summary>
/// Receives detected words, from within <see cref="KeywordSpotter.Write"/>. It should not allocate if the app's loop does not.
/// </summary>
public interface IKeywordListener
{
    /// <summary>A word was detected.</summary>
    /// <param name="label">Index of the word among the model's labels.</param>
    /// <param name="score">Its smoothed score, 0 to 255.</param>
    /// <param name="sample">Number of samples written so far. The word ended a few hundred milliseconds earlier.</param>
    void Heard(int label, int score, long sample);
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Keyword;

/// <summary>Receives words. Called from within <see cref="KeywordSpotter.Write"/>; must not allocate where the loop must not.</summary>
public interface IKeywordListener
{
    /// <summary>A word was heard.</summary>
    /// <param name="label">Index of the word among the model's labels.</param>
    /// <param name="score">Its smoothed score, 0 to 255.</param>
    /// <param name="sample">Samples written until then; by them the word ended a few hundred milliseconds before.</param>
    void Heard(int label, int score, long sample);
}

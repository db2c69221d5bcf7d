// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Spotting;

/// <summary>Receives words while a spotter takes sound.</summary>
public interface ISpotterListener
{
    /// <summary>A word was heard.</summary>
    /// <param name="label">Index of its label.</param>
    /// <param name="score">Its smoothed score, 0 to 255.</param>
    /// <param name="sample">Samples written until then.</param>
    void Heard(int label, int score, long sample);
}

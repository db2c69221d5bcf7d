// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Spotting;

/// <summary>Makes spotters of one build.</summary>
public interface ISpotterFactory
{
    /// <summary>Name of the build.</summary>
    string Build { get; }

    /// <summary>A new spotter.</summary>
    /// <param name="threshold">The lowest score that counts as a detection; 0 for the shipped one.</param>
    /// <param name="listener">Receives words, or null.</param>
    ISpotter New(int threshold, ISpotterListener? listener);
}

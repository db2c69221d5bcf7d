// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Keyword;

/// <summary>How a <see cref="KeywordRecognizer"/> turns scores into events. docs/keyword.md has the effect of each on hits and false alarms.</summary>
public sealed class RecognizerSettings
{
    /// <summary>Smoothed score from which a word counts as heard, 1 to 255: higher means fewer false alarms and fewer hits.</summary>
    public int Threshold { get; set; } = 165;

    /// <summary>
    /// How many of the network's scores are averaged: more means fewer false alarms by chance, but words that stand alone in a window for less
    /// than this many evaluations lose score.
    /// </summary>
    public int SmoothedScores { get; set; } = 2;

    /// <summary>Frames (32 ms) from one evaluation of the network to the next: fewer means more computing and finer looks.</summary>
    public int StrideFrames { get; set; } = 8;

    /// <summary>Frames after an event in which there is no other: shorter than the window, one word can be heard twice.</summary>
    public int RefractoryFrames { get; set; } = 32;

    /// <summary>
    /// How far a frame must rise above the running noise floor, in eighths of a doubling of energy (0.38 dB), to open the gate. The network runs only
    /// while there was such a frame in the window; 0 keeps the gate open.
    /// </summary>
    public int GateMargin { get; set; } = 10;

    /// <summary>
    /// For machines that the defaults are too much for: the network runs every 13 frames instead of eight, which takes about two fifths of its cost
    /// away, and a lower threshold makes up for it. Hits and false alarms on the validation clips are the same, but words must
    /// stand a second apart, and are heard a fifth of a second later.
    /// </summary>
    public static RecognizerSettings Sparing()
    {
        return new RecognizerSettings { StrideFrames = 13, Threshold = 135 };
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Keyword;

/// <summary>
/// How a <see cref="KeywordRecognizer"/> turns scores into events. docs/keyword.md shows the effect of each setting on hits and false
/// alarms.
/// </summary>
public sealed class RecognizerSettings
{
    /// <summary>
    /// The smoothed score, 1 to 255, from which a word counts as detected. A higher one means fewer false alarms and fewer hits.
    /// </summary>
    public int Threshold { get; set; } = 165;

    /// <summary>
    /// Number of scores that are averaged. More of them mean fewer false alarms by chance, but a word that is in the window for fewer
    /// evaluations than this loses score.
    /// </summary>
    public int SmoothedScores { get; set; } = 2;

    /// <summary>
    /// Number of frames (32 ms each) from one evaluation of the network to the next. Fewer cost more and time words more finely.
    /// </summary>
    public int StrideFrames { get; set; } = 8;

    /// <summary>
    /// Number of frames after an event in which no other is reported. With fewer than a window, one word can be reported twice.
    /// </summary>
    public int RefractoryFrames { get; set; } = 32;

    /// <summary>
    /// How far a frame must rise above the running noise floor to open the gate, in eighths of a doubling of energy (0.38 dB). The
    /// network runs only if there is such a frame in the window. 0 keeps the gate open.
    /// </summary>
    public int GateMargin { get; set; } = 10;

    /// <summary>
    /// Settings for boards that are too slow for the defaults. The network runs every 13 frames instead of every eight, which saves about
    /// two fifths of its cost, and a lower threshold compensates for it. Hits and false alarms on the validation clips are the same, but
    /// words must be a second apart and are reported a fifth of a second later.
    /// </summary>
    public static RecognizerSettings Sparing()
    {
        return new RecognizerSettings { StrideFrames = 13, Threshold = 135 };
    }
}

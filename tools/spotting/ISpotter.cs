// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Spotting;

/// <summary>A keyword spotter of some build. Sound is 8 kHz, one channel; scores are 0 to 255.</summary>
public interface ISpotter
{
    /// <summary>The labels, keywords first.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>How many of the labels are keywords.</summary>
    int KeywordCount { get; }

    /// <summary>The lowest score that counts as a detection.</summary>
    int Threshold { get; }

    /// <summary>Frames from an event to the earliest next one.</summary>
    int RefractoryFrames { get; }

    /// <summary>Frames from one evaluation of the network to the next.</summary>
    int StrideFrames { get; }

    /// <summary>Samples a frame.</summary>
    int FrameLength { get; }

    /// <summary>Samples written since the stream began.</summary>
    long SampleCount { get; }

    /// <summary>Frames since the stream began.</summary>
    long FrameCount { get; }

    /// <summary>How often the network has run.</summary>
    int EvaluationCount { get; }

    /// <summary>Whether there is something to hear, so that the network runs.</summary>
    bool IsListening { get; }

    /// <summary>The newest frame's features.</summary>
    sbyte[] Frame { get; }

    /// <summary>A label's smoothed score.</summary>
    int Score(int label);

    /// <summary>Takes sound.</summary>
    void Write(short[] samples, int start, int count);

    /// <summary>Scores the middle of a clip, apart from any stream.</summary>
    /// <returns>The label with the highest score.</returns>
    int Classify(short[] samples);

    /// <summary>Begins a new stream.</summary>
    void Reset();
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Spotting;

/// <summary>A word that was heard.</summary>
/// <param name="Label">Index of its label.</param>
/// <param name="Score">Its smoothed score, 0 to 255.</param>
/// <param name="Sample">Samples since the stream began.</param>
public readonly record struct Detection(int Label, int Score, long Sample)
{
    /// <summary>Samples a second.</summary>
    public const int SampleRate = 8000;

    /// <summary>Seconds since the stream began.</summary>
    public double Seconds => (double)Sample / SampleRate;

    /// <summary>The score from 0 to 1.</summary>
    public double Share => Score / 256.0;

    /// <summary>Keeps what a spotter says.</summary>
    public sealed class Recorder : ISpotterListener
    {
        private readonly List<Detection> _detections = new();

        /// <summary>What was heard so far.</summary>
        public IReadOnlyList<Detection> Detections => _detections;

        /// <inheritdoc />
        public void Heard(int label, int score, long sample)
        {
            _detections.Add(new Detection(label, score, sample));
        }
    }
}

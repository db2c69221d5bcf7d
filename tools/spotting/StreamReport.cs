// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Spotting;

/// <summary>
/// Hits, misses and false alarms on a long recording. A word is hit by the first event of its label between its start and
/// <see cref="Tolerance"/> seconds after its end; an event that hits no word, and a second one of the same word, is a false alarm.
/// </summary>
public sealed class StreamReport
{
    /// <summary>How long, in seconds, after a word's end its event counts: by then the word has left the window.</summary>
    public const double Tolerance = 1.0;

    private readonly IReadOnlyList<SpokenWord> _spoken;

    /// <summary>A report.</summary>
    /// <param name="spotter">The spotter that has heard it.</param>
    /// <param name="trace">The recording as heard.</param>
    /// <param name="seconds">Length of the recording.</param>
    /// <param name="words">The spoken words; words that are not keywords do not count.</param>
    public StreamReport(ISpotter spotter, ScoreTrace trace, double seconds, IReadOnlyList<SpokenWord> words)
    {
        Seconds = seconds;
        Labels = spotter.Labels.Take(spotter.KeywordCount).ToArray();
        _spoken = words.Where(word => Index(word) >= 0).ToArray();
        Words = _spoken.Count;
        Threshold = spotter.Threshold;
        Thresholds = Enumerable.Range(8, 18).Select(tens => tens * 10).Append(Threshold).Distinct().Order()
            .Select(threshold => At(threshold, trace.Replay(threshold))).ToArray();
        Detections = trace.Replay(Threshold);
    }

    /// <summary>Length of the recording.</summary>
    public double Seconds { get; }

    /// <summary>The keywords.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>How many keywords were said.</summary>
    public int Words { get; }

    /// <summary>The threshold that is in use.</summary>
    public int Threshold { get; }

    /// <summary>What was heard at it.</summary>
    public IReadOnlyList<Detection> Detections { get; }

    /// <summary>What is heard at the threshold that is in use and at others.</summary>
    public IReadOnlyList<ThresholdResult> Thresholds { get; }

    private int Index(SpokenWord word)
    {
        return Labels.ToList().FindIndex(label => string.Equals(label, word.Word, StringComparison.OrdinalIgnoreCase));
    }

    private ThresholdResult At(int threshold, IReadOnlyList<Detection> detections)
    {
        bool[] isHit = new bool[_spoken.Count];
        int falseAlarms = 0;
        int repeats = 0;
        foreach (Detection detection in detections)
        {
            int hit = -1;
            bool isRepeated = false;
            for (int w = 0; w < isHit.Length && hit < 0; w++)
            {
                SpokenWord word = _spoken[w];
                if (Index(word) == detection.Label && detection.Seconds >= word.Start && detection.Seconds <= word.End + Tolerance)
                {
                    hit = isHit[w] ? -1 : w;
                    isRepeated |= isHit[w];
                }
            }

            if (hit >= 0)
            {
                isHit[hit] = true;
            }
            else
            {
                falseAlarms++;
                repeats += isRepeated ? 1 : 0;
            }
        }

        int hits = isHit.Count(isSo => isSo);
        return new ThresholdResult(
            threshold, hits, _spoken.Count - hits, _spoken.Count == 0 ? null : (double)hits / _spoken.Count, falseAlarms, repeats,
            falseAlarms * 3600 / Seconds);
    }

    /// <summary>What is heard at a threshold.</summary>
    /// <param name="Threshold">The smoothed score, 0 to 255, from which a word counts as heard.</param>
    /// <param name="Hits">Words that were heard.</param>
    /// <param name="Misses">Words that were not.</param>
    /// <param name="HitRate">The part that was heard; null if none was said.</param>
    /// <param name="FalseAlarms">Events without a word.</param>
    /// <param name="Repeats">How many of them are a second event of a word that was hit.</param>
    /// <param name="FalseAlarmsPerHour">The same by the hour.</param>
    public sealed record ThresholdResult(
        int Threshold, int Hits, int Misses, double? HitRate, int FalseAlarms, int Repeats, double FalseAlarmsPerHour);
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;

namespace TinyInterp.Spotting;

/// <summary>
/// The best keyword and its smoothed score at each evaluation of a stream. Neither depends on the threshold, so one run tells what a
/// spotter would have heard at any: <see cref="Replay"/> applies threshold and refractory time as the recogniser does.
/// </summary>
public sealed class ScoreTrace
{
    private readonly List<Point> _points = new();
    private readonly int _frameLength;
    private readonly int _refractoryFrames;

    private readonly int _silenceBefore;

    private ScoreTrace(int frameLength, int refractoryFrames, int silenceBefore)
    {
        _silenceBefore = silenceBefore;
        _frameLength = frameLength;
        _refractoryFrames = refractoryFrames;
    }

    /// <summary>Lets a spotter hear a stream from its beginning.</summary>
    /// <param name="spotter">The spotter.</param>
    /// <param name="samples">The sound.</param>
    /// <param name="silenceBefore">How many of the first samples were put before the sound; times do not count them.</param>
    /// <param name="heard">Receives every frame, or null.</param>
    public static ScoreTrace Record(ISpotter spotter, short[] samples, int silenceBefore = 0, Action? heard = null)
    {
        ScoreTrace trace = new(spotter.FrameLength, spotter.RefractoryFrames, silenceBefore);
        spotter.Reset();
        int evaluations = spotter.EvaluationCount;
        for (int at = 0; at + spotter.FrameLength <= samples.Length; at += spotter.FrameLength)
        {
            spotter.Write(samples, at, spotter.FrameLength);
            if (spotter.EvaluationCount != evaluations)
            {
                evaluations = spotter.EvaluationCount;
                trace.Add(spotter);
            }

            heard?.Invoke();
        }

        return trace;
    }

    /// <summary>What is heard at a threshold.</summary>
    public IReadOnlyList<Detection> Replay(int threshold)
    {
        List<Detection> detections = new();
        long earliest = 0;
        foreach (Point point in _points)
        {
            if (point.Score >= threshold && point.Frame >= earliest)
            {
                earliest = point.Frame + _refractoryFrames;
                detections.Add(new Detection(point.Label, point.Score, point.Frame * _frameLength - _silenceBefore));
            }
        }

        return detections;
    }

    private void Add(ISpotter spotter)
    {
        int best = 0;
        for (int label = 1; label < spotter.KeywordCount; label++)
        {
            if (spotter.Score(label) > spotter.Score(best))
            {
                best = label;
            }
        }

        _points.Add(new Point(spotter.FrameCount, best, spotter.Score(best)));
    }

    private readonly record struct Point(long Frame, int Label, int Score);
}

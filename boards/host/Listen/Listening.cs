// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host.Listen;

/// <summary>Runs a spotter on a source to its end.</summary>
internal sealed class Listening : ISpotterListener
{
    private readonly List<Detection> _detections = new();
    private readonly IListenView _view;
    private readonly ISpotter _spotter;
    private readonly int _silenceBefore;
    private readonly int _silenceBehind;
    private readonly Stopwatch _busy = new();

    /// <summary>A listening.</summary>
    /// <param name="factory">Makes the spotter.</param>
    /// <param name="threshold">The lowest score that counts as a detection; 0 for the shipped one.</param>
    /// <param name="view">Shows what is heard.</param>
    /// <param name="silenceBefore">How many of the source's first samples are silence that was put before the sound; times do not count it.</param>
    /// <param name="silenceBehind">How many of its last samples are silence that was put behind the sound.</param>
    internal Listening(ISpotterFactory factory, int threshold, IListenView view, int silenceBefore = 0, int silenceBehind = 0)
    {
        _silenceBefore = silenceBefore;
        _silenceBehind = silenceBehind;
        _view = view;
        _spotter = factory.New(threshold, this);
    }

    /// <summary>What was heard.</summary>
    internal IReadOnlyList<Detection> Detections => _detections;

    /// <summary>Seconds of sound so far.</summary>
    internal double Seconds => (double)(_spotter.SampleCount - _silenceBefore - _silenceBehind) / Detection.SampleRate;

    /// <summary>Seconds that the spotter took for a second of sound.</summary>
    internal double RealTimeFactor => Seconds == 0 ? 0 : _busy.Elapsed.TotalSeconds / Seconds;

    /// <summary>The labels.</summary>
    internal IReadOnlyList<string> Labels => _spotter.Labels;

    /// <summary>Listens.</summary>
    internal void Run(ISoundSource source, CancellationToken cancellation)
    {
        short[] samples = new short[_spotter.FrameLength];
        int count;
        while (!cancellation.IsCancellationRequested && (count = source.Read(samples)) != 0)
        {
            _busy.Start();
            _spotter.Write(samples, 0, count);
            _busy.Stop();
            _view.ShowFrame(_spotter);
        }
    }

    /// <summary>A line about all of it.</summary>
    internal static string Summary(IReadOnlyCollection<Listening> all)
    {
        double seconds = all.Sum(listening => listening.Seconds);
        double busy = all.Sum(listening => listening._busy.Elapsed.TotalSeconds);
        int detections = all.Sum(listening => listening._detections.Count);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{detections} {(detections == 1 ? "detection" : "detections")} in {seconds:0.0} s of audio, real-time factor {busy / Math.Max(seconds, 0.001):0.0000}");
    }

    void ISpotterListener.Heard(int label, int score, long sample)
    {
        Detection detection = new(label, score, sample - _silenceBefore);
        _detections.Add(detection);
        _view.ShowDetection(_spotter.Labels[label], detection);
    }
}

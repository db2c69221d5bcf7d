// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.AudioFiles;
using TinyInterp.Keyword;
using TinyInterp.Signal;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host;

/// <summary>The keyword spotter of the build that this assembly is bound to.</summary>
internal sealed class BoundSpotter : ISpotter, IKeywordListener
{
    private readonly KeywordSpotter _spotter;
    private readonly RecognizerSettings _settings;
    private readonly ISpotterListener? _listener;
    private readonly int[] _scores;

    internal BoundSpotter(IInterpreter network, string[] labels, int keywordCount, bool isSparing, int threshold, ISpotterListener? listener)
    {
        _settings = isSparing ? RecognizerSettings.Sparing() : new RecognizerSettings();
        if (threshold != 0)
        {
            _settings.Threshold = threshold;
        }

        Labels = labels;
        KeywordCount = keywordCount;
        _listener = listener;
        _spotter = new KeywordSpotter(network, keywordCount, KeywordBands.Edges, _settings, this);
        if (_spotter.LabelCount != labels.Length)
        {
            throw new AudioException(
                "--words", "names " + keywordCount + " words, but the network has " + _spotter.LabelCount + " outputs, two of them for unknown and silence");
        }

        _scores = new int[labels.Length];
    }

    /// <inheritdoc />
    public IReadOnlyList<string> Labels { get; }

    /// <inheritdoc />
    public int KeywordCount { get; }

    /// <inheritdoc />
    public int Threshold => _settings.Threshold;

    /// <inheritdoc />
    public int RefractoryFrames => _settings.RefractoryFrames;

    /// <inheritdoc />
    public int StrideFrames => _settings.StrideFrames;

    /// <inheritdoc />
    public int FrameLength => LogMelFrontEnd.FrameLength;

    /// <inheritdoc />
    public long SampleCount => _spotter.SampleCount;

    /// <inheritdoc />
    public long FrameCount => _spotter.FrameCount;

    /// <inheritdoc />
    public int EvaluationCount => _spotter.EvaluationCount;

    /// <inheritdoc />
    public bool IsListening => _spotter.IsListening;

    /// <inheritdoc />
    public sbyte[] Frame => _spotter.Frame;

    /// <inheritdoc />
    public int Score(int label)
    {
        return _spotter.Score(label);
    }

    /// <inheritdoc />
    public void Write(short[] samples, int start, int count)
    {
        _spotter.Write(samples, start, count);
    }

    /// <inheritdoc />
    public int Classify(short[] samples)
    {
        return _spotter.Classify(samples, _scores);
    }

    /// <inheritdoc />
    public void Reset()
    {
        _spotter.Reset();
    }

    /// <inheritdoc />
    public void Heard(int label, int score, long sample)
    {
        _listener?.Heard(label, score, sample);
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Keyword;

/// <summary>
/// Detects words in a stream of feature frames. The newest frames, as many as the model takes, are the window. Every few frames the
/// network scores the window and the scores are smoothed; a keyword whose mean score reaches the threshold is an event. Only the
/// constructor allocates.
/// </summary>
public sealed class KeywordRecognizer
{
    private readonly IInterpreter _interpreter;
    private readonly RecognizerSettings _settings;
    private readonly IKeywordListener _listener;
    private readonly int _keywords;
    private readonly NoiseGate _gate;
    private readonly ScoreSmoother _smoother;
    private readonly sbyte[] _window;
    private readonly int[] _scores;
    private readonly int _zeroPoint;
    private int _at;
    private int _untilEvaluation;
    private int _untilListening;

    /// <summary>Creates a recogniser for a model whose tensors are allocated.</summary>
    /// <param name="interpreter">
    /// The model, interpreted or compiled. Its input is int8 [1, frames, 1, bands]. Its output is int8 scores with scale 1/256: the
    /// keywords first, then the labels that are not keywords (other words, silence).
    /// </param>
    /// <param name="keywords">Number of labels that are keywords.</param>
    /// <param name="settings">When a score is an event. The threshold, the stride and the refractory time may be changed later.</param>
    /// <param name="listener">Receives the events.</param>
    /// <exception cref="ModelException">The model has another input or output, or a setting is out of range.</exception>
    public KeywordRecognizer(IInterpreter interpreter, int keywords, RecognizerSettings settings, IKeywordListener listener)
    {
        Tensor input = interpreter.Input(0);
        Tensor output = interpreter.Output(0);
        Require(input.Type == TensorType.Int8, ErrorCode.TypeUnsupported, input, (int)TensorType.Int8, (int)input.Type);
        Require(output.Type == TensorType.Int8, ErrorCode.TypeUnsupported, output, (int)TensorType.Int8, (int)output.Type);
        Require(input.Shape.Length == 4, ErrorCode.RankUnsupported, input, 4, input.Shape.Length);
        Require(output.ElementCount > keywords, ErrorCode.ShapeMismatch, output, keywords + 1, output.ElementCount);
        Require(
            settings.SmoothedScores >= 1 && settings.StrideFrames >= 1 && settings.RefractoryFrames >= 0,
            ErrorCode.ArgumentInvalid,
            null,
            1,
            0);
        _interpreter = interpreter;
        _settings = settings;
        _listener = listener;
        _keywords = keywords;
        FrameCapacity = input.Shape[1];
        BandCount = input.ElementCount / FrameCapacity;
        _window = new sbyte[input.ElementCount];
        _scores = new int[output.ElementCount];
        _zeroPoint = output.ZeroPoint;
        _gate = new NoiseGate(settings.GateMargin, FrameCapacity);
        _smoother = new ScoreSmoother(_scores.Length, settings.SmoothedScores);
        Reset();
    }

    /// <summary>Number of frames in a window.</summary>
    public int FrameCapacity { get; }

    /// <summary>Number of features in a frame.</summary>
    public int BandCount { get; }

    /// <summary>How often the network has run.</summary>
    public int EvaluationCount { get; private set; }

    /// <summary>Whether the noise gate is open, so that the network runs.</summary>
    public bool IsListening => _gate.IsOpen;

    /// <summary>Number of labels.</summary>
    public int LabelCount => _scores.Length;

    /// <summary>A label's smoothed score, 0 to 255.</summary>
    public int Score(int label)
    {
        return _smoother.Mean(label);
    }

    /// <summary>Processes the next frame.</summary>
    /// <param name="features">Features.</param>
    /// <param name="start">Index of the frame's first feature.</param>
    /// <param name="sample">Number of audio samples up to the end of the frame; the event reports it.</param>
    public void Write(sbyte[] features, int start, long sample)
    {
        Array.Copy(features, start, _window, _at, BandCount);
        _at += BandCount;
        if (_at == _window.Length)
        {
            _at = 0;
        }

        _gate.Write(features, start, BandCount);
        if (_untilListening != 0)
        {
            _untilListening--;
        }

        if (--_untilEvaluation > 0)
        {
            return;
        }

        _untilEvaluation = _settings.StrideFrames;
        if (_gate.IsOpen)
        {
            Evaluate();
            Report(sample);
        }
        else
        {
            _smoother.Reset();
        }
    }

    /// <summary>Scores one window by itself. The stream is not affected.</summary>
    /// <param name="frames">The frames of the window, one after the other.</param>
    /// <param name="scores">Receives <see cref="LabelCount"/> scores, 0 to 255.</param>
    public void Classify(sbyte[] frames, int[] scores)
    {
        Tensor input = _interpreter.Input(0);
        Array.Copy(frames, 0, input.Int8, input.Offset, _window.Length);
        Invoke(scores);
    }

    /// <summary>Starts a new stream.</summary>
    public void Reset()
    {
        for (int i = 0; i < _window.Length; i++)
        {
            _window[i] = -128;
        }

        _at = 0;
        _untilEvaluation = _settings.StrideFrames;
        _untilListening = 0;
        _gate.Reset();
        _smoother.Reset();
    }

    private void Evaluate()
    {
        // The oldest frame lies where the next one will be written.
        Tensor input = _interpreter.Input(0);
        Array.Copy(_window, _at, input.Int8, input.Offset, _window.Length - _at);
        Array.Copy(_window, 0, input.Int8, input.Offset + _window.Length - _at, _at);
        Invoke(_scores);
        _smoother.Write(_scores);
        EvaluationCount++;
    }

    private void Invoke(int[] scores)
    {
        _interpreter.Invoke();
        Tensor output = _interpreter.Output(0);
        sbyte[] values = output.Int8;
        for (int l = 0; l < scores.Length; l++)
        {
            scores[l] = values[output.Offset + l] - _zeroPoint;
        }
    }

    private void Report(long sample)
    {
        int best = 0;
        for (int l = 1; l < _keywords; l++)
        {
            if (_smoother.Mean(l) > _smoother.Mean(best))
            {
                best = l;
            }
        }

        int score = _smoother.Mean(best);
        if (_untilListening == 0 && score >= _settings.Threshold)
        {
            _untilListening = _settings.RefractoryFrames;
            _listener.Heard(best, score, sample);
        }
    }

    private static void Require(bool isFulfilled, ErrorCode code, Tensor tensor, long expected, long found)
    {
        if (!isFulfilled)
        {
            throw new ModelException(
                code, 0, ModelException.Nowhere, tensor == null ? ModelException.Nowhere : tensor.Index, expected, found);
        }
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Kernels;
using TinyInterp.Signal;

namespace TinyInterp.Keyword;

/// <summary>
/// From sound to words: 8 kHz samples go in as they come, in pieces of any size, and a listener hears of words. Nothing is allocated once it is
/// made; all arithmetic is on integers, so a board and a desktop hear the same.
/// </summary>
public sealed class KeywordSpotter
{
    private readonly LogMelFrontEnd _frontEnd;
    private readonly KeywordRecognizer _recognizer;
    private readonly sbyte[] _frame;
    private readonly sbyte[] _clip;
    private readonly short[] _piece = new short[LogMelFrontEnd.FrameLength];

    /// <summary>A spotter with your own model.</summary>
    /// <param name="model">The bytes of a .tflite file; see <see cref="KeywordRecognizer"/>.</param>
    /// <param name="keywords">How many of the model's labels are keywords; they come first.</param>
    /// <param name="bandEdges">The bands that the model was trained with; see <see cref="LogMelFrontEnd"/>.</param>
    /// <param name="settings">When a score is an event.</param>
    /// <param name="listener">Receives events.</param>
    /// <exception cref="ModelException">The model cannot be run, or is none for these features.</exception>
    public KeywordSpotter(byte[] model, int keywords, int[] bandEdges, RecognizerSettings settings, IKeywordListener listener)
    {
        MicroInterpreter interpreter = new MicroInterpreter(
            model,
            new OpResolver().AddConv2D().AddDepthwiseConv2D().AddAveragePool2D().AddFullyConnected().AddSoftmax(),
            new TensorArena(int.MaxValue));
        interpreter.AllocateTensors();
        ArenaBytes = interpreter.ArenaUsedBytes;
        _recognizer = new KeywordRecognizer(interpreter, keywords, settings, listener);
        _frontEnd = new LogMelFrontEnd(bandEdges);
        if (_recognizer.BandCount != _frontEnd.BandCount)
        {
            throw new ModelException(
                ErrorCode.ShapeMismatch, 0, ModelException.Nowhere, interpreter.Input(0).Index, _frontEnd.BandCount, _recognizer.BandCount);
        }

        _frame = new sbyte[_frontEnd.BandCount];
        _clip = new sbyte[_recognizer.FrameCapacity * _frontEnd.BandCount];
    }

    /// <summary>Bytes of the tensor arena that the model uses.</summary>
    public int ArenaBytes { get; }

    /// <summary>The newest frame's features.</summary>
    public sbyte[] Frame => _frame;

    /// <summary>Frames heard so far.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Samples written so far.</summary>
    public long SampleCount { get; private set; }

    /// <summary>How often the network has run.</summary>
    public int EvaluationCount => _recognizer.EvaluationCount;

    /// <summary>Whether there is something to hear, so that the network runs.</summary>
    public bool IsListening => _recognizer.IsListening;

    /// <summary>Samples of a window.</summary>
    public int WindowLength => _recognizer.FrameCapacity * LogMelFrontEnd.FrameLength;

    /// <summary>Number of labels.</summary>
    public int LabelCount => _recognizer.LabelCount;

    /// <summary>A label's smoothed score, 0 to 255.</summary>
    public int Score(int label)
    {
        return _recognizer.Score(label);
    }

    /// <summary>Takes sound: 8 kHz, one channel.</summary>
    /// <param name="samples">Samples.</param>
    /// <param name="start">Index of the first.</param>
    /// <param name="count">How many there are.</param>
    public void Write(short[] samples, int start, int count)
    {
        while (count != 0)
        {
            int taken = _frontEnd.Write(samples, start, count);
            start += taken;
            count -= taken;
            SampleCount += taken;
            if (_frontEnd.IsFrameReady)
            {
                _frontEnd.Read(_frame, 0);
                FrameCount++;
                _recognizer.Write(_frame, 0, SampleCount);
            }
        }
    }

    /// <summary>Scores the middle of a clip, apart from the stream, which begins anew. Shorter clips are padded with zeros on both sides alike.</summary>
    /// <param name="samples">Samples of the clip.</param>
    /// <param name="scores">Receives <see cref="LabelCount"/> scores, 0 to 255.</param>
    /// <returns>The label with the highest.</returns>
    public int Classify(short[] samples, int[] scores)
    {
        Reset();
        int at = samples.Length < WindowLength ? -((WindowLength - samples.Length) / 2) : (samples.Length - WindowLength) / 2;
        for (int f = 0; f < _clip.Length; f += _frame.Length)
        {
            for (int i = 0; i < _piece.Length; i++, at++)
            {
                _piece[i] = at < 0 || at >= samples.Length ? (short)0 : samples[at];
            }

            _frontEnd.Write(_piece, 0, _piece.Length);
            _frontEnd.Read(_clip, f);
        }

        _recognizer.Classify(_clip, scores);
        int best = 0;
        for (int l = 1; l < scores.Length; l++)
        {
            if (scores[l] > scores[best])
            {
                best = l;
            }
        }

        return best;
    }

    /// <summary>Begins a new stream.</summary>
    public void Reset()
    {
        _frontEnd.Reset();
        _recognizer.Reset();
        FrameCount = 0;
        SampleCount = 0;
    }
}

// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Kernels;
using TinyInterp.Signal;

namespace TinyInterp.Keyword;

/// <summary>
/// Detects words in audio. The app writes 8 kHz samples in pieces of any size as they arrive, and a listener receives the words. Only the
/// constructor allocates. All arithmetic is on integers, so a board and a desktop detect the same words.
/// </summary>
public sealed class KeywordSpotter
{
    private readonly LogMelFrontEnd _frontEnd;
    private readonly KeywordRecognizer _recognizer;
    private readonly sbyte[] _frame;
    private readonly sbyte[] _clip;
    private readonly short[] _piece = new short[LogMelFrontEnd.FrameLength];

    /// <summary>Creates a spotter for a model.</summary>
    /// <param name="model">The bytes of a .tflite file; see <see cref="KeywordRecognizer"/>.</param>
    /// <param name="keywords">Number of the model's labels that are keywords. They come first.</param>
    /// <param name="bandEdges">The bands that the model was trained with; see <see cref="LogMelFrontEnd"/>.</param>
    /// <param name="settings">When a score is an event.</param>
    /// <param name="listener">Receives the events.</param>
    /// <exception cref="ModelException">The model cannot be run, or does not fit these features.</exception>
    public KeywordSpotter(byte[] model, int keywords, int[] bandEdges, RecognizerSettings settings, IKeywordListener listener)
        : this(NewInterpreter(model), keywords, bandEdges, settings, listener)
    {
    }

    /// <summary>Creates a spotter for a network that is ready to run, such as a compiled model.</summary>
    /// <param name="network">The network; see <see cref="KeywordRecognizer"/>.</param>
    /// <param name="keywords">Number of the network's labels that are keywords. They come first.</param>
    /// <param name="bandEdges">The bands that the network was trained with; see <see cref="LogMelFrontEnd"/>.</param>
    /// <param name="settings">When a score is an event.</param>
    /// <param name="listener">Receives the events.</param>
    /// <exception cref="ModelException">The network does not fit these features.</exception>
    public KeywordSpotter(IInterpreter network, int keywords, int[] bandEdges, RecognizerSettings settings, IKeywordListener listener)
    {
        ArenaBytes = network.ArenaUsedBytes;
        _recognizer = new KeywordRecognizer(network, keywords, settings, listener);
        _frontEnd = new LogMelFrontEnd(bandEdges);
        if (_recognizer.BandCount != _frontEnd.BandCount)
        {
            throw new ModelException(
                ErrorCode.ShapeMismatch,
                0,
                ModelException.Nowhere,
                network.Input(0).Index,
                _frontEnd.BandCount,
                _recognizer.BandCount);
        }

        _frame = new sbyte[_frontEnd.BandCount];
        _clip = new sbyte[_recognizer.FrameCapacity * _frontEnd.BandCount];
    }

    /// <summary>Number of bytes of the tensor arena that the model uses.</summary>
    public int ArenaBytes { get; }

    /// <summary>The features of the newest frame.</summary>
    public sbyte[] Frame => _frame;

    /// <summary>Number of frames since the start of the stream.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Number of samples since the start of the stream.</summary>
    public long SampleCount { get; private set; }

    /// <summary>How often the network has run.</summary>
    public int EvaluationCount => _recognizer.EvaluationCount;

    /// <summary>Whether the noise gate is open, so that the network runs.</summary>
    public bool IsListening => _recognizer.IsListening;

    /// <summary>Number of samples in a window.</summary>
    public int WindowLength => _recognizer.FrameCapacity * LogMelFrontEnd.FrameLength;

    /// <summary>Number of labels.</summary>
    public int LabelCount => _recognizer.LabelCount;

    /// <summary>An interpreter for a model, with the kernels that keyword networks use and its tensors allocated.</summary>
    /// <param name="model">The bytes of a .tflite file.</param>
    /// <exception cref="ModelException">The model cannot be run.</exception>
    public static MicroInterpreter NewInterpreter(byte[] model)
    {
        MicroInterpreter interpreter = new MicroInterpreter(
            model,
            new OpResolver().AddConv2D().AddDepthwiseConv2D().AddAveragePool2D().AddFullyConnected().AddSoftmax(),
            new TensorArena(int.MaxValue));
        interpreter.AllocateTensors();
        return interpreter;
    }

    /// <summary>A label's smoothed score, 0 to 255.</summary>
    public int Score(int label)
    {
        return _recognizer.Score(label);
    }

    /// <summary>Processes audio: 8 kHz, one channel.</summary>
    /// <param name="samples">Samples.</param>
    /// <param name="start">Index of the first sample.</param>
    /// <param name="count">Number of samples.</param>
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

    /// <summary>
    /// Scores the middle of a clip by itself, and starts a new stream. Clips shorter than a window are padded with zeros, equally on both
    /// sides.
    /// </summary>
    /// <param name="samples">Samples of the clip.</param>
    /// <param name="scores">Receives <see cref="LabelCount"/> scores, 0 to 255.</param>
    /// <returns>The label with the highest score.</returns>
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

    /// <summary>Starts a new stream.</summary>
    public void Reset()
    {
        _frontEnd.Reset();
        _recognizer.Reset();
        FrameCount = 0;
        SampleCount = 0;
    }
}

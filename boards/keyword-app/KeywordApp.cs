// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Keyword;
using TinyInterp.Signal;

namespace TinyInterp.Boards;

/// <summary>
/// From sound to light: prints each word that is heard, as "1.28 s cat 0.93", and lights its LED for half a second; every ten seconds of sound it
/// prints what the computing takes and what of the heap is free. It allocates only for these lines.
/// </summary>
public sealed class KeywordApp : IKeywordListener
{
    /// <summary>Bytes of free heap that the app takes with the project's own model; a test counts them.</summary>
    public const int HeapBytes = 39 * 1024;

    private const int LightSamples = LogMelFrontEnd.SampleRate / 2;
    private const int ReportSamples = LogMelFrontEnd.SampleRate * 10;
    private const int None = -1;

    private readonly IBoard _board;
    private readonly ISampleSource _source;
    private readonly ILed[] _leds;
    private readonly string[] _labels;
    private readonly KeywordSpotter _spotter;

    // A block is at most one frame, so that there is at most one word to it.
    private readonly short[] _samples = new short[LogMelFrontEnd.FrameLength];

    private int _word = None;
    private int _score;
    private long _sample;
    private int _lit = None;
    private int _lightLeft;
    private int _untilReport = ReportSamples;
    private long _computing;
    private long _reported;

    /// <summary>An application with the project's own model, or the one that was embedded in its place.</summary>
    /// <param name="board">Where lines are printed.</param>
    /// <param name="source">What is listened to.</param>
    /// <param name="leds">Lights of the words of <see cref="KeywordLabels"/>, in their order; a word whose entry is null or missing has none.</param>
    /// <param name="settings">When a score is an event.</param>
    /// <exception cref="ModelException">The labels are not as many as the model's outputs.</exception>
    public KeywordApp(IBoard board, ISampleSource source, ILed[] leds, RecognizerSettings settings)
        : this(board, source, leds, settings, LoadModel(board), KeywordLabels.All, KeywordLabels.KeywordCount)
    {
    }

    /// <summary>An application with a model that need not be in the image.</summary>
    /// <param name="board">Where lines are printed.</param>
    /// <param name="source">What is listened to.</param>
    /// <param name="leds">Lights of the words, in their order; a word whose entry is null or missing has none.</param>
    /// <param name="settings">When a score is an event.</param>
    /// <param name="model">The bytes of a .tflite file; see <see cref="KeywordRecognizer"/>.</param>
    /// <param name="labels">What its outputs mean, as many as there are; the keywords come first.</param>
    /// <param name="keywords">How many of them are keywords.</param>
    /// <exception cref="ModelException">The model cannot be run, is none for the front end, or has another number of outputs.</exception>
    public KeywordApp(
        IBoard board, ISampleSource source, ILed[] leds, RecognizerSettings settings, byte[] model, string[] labels, int keywords)
        : this(board, source, leds, settings, KeywordSpotter.NewInterpreter(model), labels, keywords)
    {
    }

    /// <summary>An application with a network that is ready to run, such as a compiled model.</summary>
    /// <param name="board">Where lines are printed.</param>
    /// <param name="source">What is listened to.</param>
    /// <param name="leds">Lights of the words, in their order; a word whose entry is null or missing has none.</param>
    /// <param name="settings">When a score is an event.</param>
    /// <param name="network">The network; see <see cref="KeywordRecognizer"/>.</param>
    /// <param name="labels">What its outputs mean, as many as there are; the keywords come first.</param>
    /// <param name="keywords">How many of them are keywords.</param>
    /// <exception cref="ModelException">The network is none for the front end, or has another number of outputs.</exception>
    public KeywordApp(
        IBoard board, ISampleSource source, ILed[] leds, RecognizerSettings settings, IInterpreter network, string[] labels, int keywords)
    {
        _board = board;
        _source = source;
        _leds = leds;
        _labels = labels;
        _spotter = new KeywordSpotter(network, keywords, KeywordBands.Edges, settings, this);
        if (_spotter.LabelCount != labels.Length)
        {
            throw new ModelException(
                ErrorCode.ShapeMismatch, 0, ModelException.Nowhere, ModelException.Nowhere, labels.Length, _spotter.LabelCount);
        }

        _reported = board.Milliseconds;
        string words = labels[0];
        for (int w = 1; w < keywords; w++)
        {
            words += ", " + labels[w];
        }

        board.WriteLine("listening for " + words + "; arena " + _spotter.ArenaBytes + " bytes");
    }

    /// <summary>Listens until no more samples come.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Takes what the source has, up to a frame.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Step()
    {
        int count = _source.Read(_samples);
        if (count == 0)
        {
            return false;
        }

        long start = _board.Milliseconds;
        _spotter.Write(_samples, 0, count);
        _computing += _board.Milliseconds - start;
        Dim(count);
        if (_word != None)
        {
            ShowWord();
        }

        _untilReport -= count;
        if (_untilReport <= 0)
        {
            Report();
        }

        return true;
    }

    /// <inheritdoc />
    public void Heard(int label, int score, long sample)
    {
        _word = label;
        _score = score;
        _sample = sample;
    }

    /// <summary>Says what is needed before it is taken.</summary>
    private static byte[] LoadModel(IBoard board)
    {
        board.WriteLine("TinyInterp on " + board.Name);
        board.WriteLine("needs " + HeapBytes + " bytes of heap, has " + board.FreeHeap);
        return KeywordModel.Load();
    }

    private void ShowWord()
    {
        Light(None);
        Light(_word);
        _lightLeft = LightSamples;
        string score = _score == 256 ? "1.00" : "0." + TwoDigits(_score * 100 / 256);
        long hundredths = _sample * 100 / LogMelFrontEnd.SampleRate;
        _board.WriteLine(hundredths / 100 + "." + TwoDigits((int)(hundredths % 100)) + " s " + _labels[_word] + " " + score);
        _word = None;
    }

    private void Dim(int count)
    {
        if (_lit != None)
        {
            _lightLeft -= count;
            if (_lightLeft <= 0)
            {
                Light(None);
            }
        }
    }

    /// <summary>Lights a word's LED, if it has one, or puts the one that is lit out.</summary>
    private void Light(int word)
    {
        int changed = word == None ? _lit : word;
        if (changed != None && changed < _leds.Length && _leds[changed] != null)
        {
            _leds[changed].Set(word != None);
        }

        _lit = word;
    }

    /// <summary>With a live source, a second of sound that takes more than 1000 ms means that sound was lost.</summary>
    private void Report()
    {
        long now = _board.Milliseconds;
        int seconds = ReportSamples / LogMelFrontEnd.SampleRate;
        _board.WriteLine(
            _spotter.SampleCount / LogMelFrontEnd.SampleRate + " s: " + _computing / seconds + " of " + (now - _reported) / seconds
            + " ms computing per second of sound, " + _board.FreeHeap + " bytes of heap free");
        _computing = 0;
        _reported = _board.Milliseconds;
        _untilReport += ReportSamples;
    }

    private static string TwoDigits(int number)
    {
        return number < 10 ? "0" + number : number.ToString();
    }
}

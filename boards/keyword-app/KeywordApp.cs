// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Keyword;
using TinyInterp.Signal;

namespace TinyInterp.Boards;

/// <summary>
/// From sound to light: prints each word that is heard, as "1.28 s cat 0.93", and lights its LED for half a second; every ten seconds of sound it
/// prints what the computing takes and what of the heap is free. It allocates only for these lines.
/// </summary>
public sealed class KeywordApp : IKeywordListener
{
    private const int LightSamples = LogMelFrontEnd.SampleRate / 2;
    private const int ReportSamples = LogMelFrontEnd.SampleRate * 10;
    private const int None = -1;

    private readonly IBoard _board;
    private readonly ISampleSource _source;
    private readonly ILed[] _leds;
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

    /// <summary>An application with the project's own model.</summary>
    /// <param name="board">Where lines are printed.</param>
    /// <param name="source">What is listened to.</param>
    /// <param name="leds">A light for each word of <see cref="KeywordLabels"/>, or null where a word has none.</param>
    /// <param name="settings">When a score is an event.</param>
    public KeywordApp(IBoard board, ISampleSource source, ILed[] leds, RecognizerSettings settings)
    {
        if (leds.Length != KeywordLabels.KeywordCount)
        {
            throw new ArgumentException();
        }

        _board = board;
        _source = source;
        _leds = leds;
        _spotter = new KeywordSpotter(KeywordModel.Load(), KeywordLabels.KeywordCount, KeywordBands.Edges, settings, this);
        _reported = board.Milliseconds;
        board.WriteLine("TinyInterp on " + board.Name);
        string words = KeywordLabels.All[0];
        for (int w = 1; w < KeywordLabels.KeywordCount; w++)
        {
            words += ", " + KeywordLabels.All[w];
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

    private void ShowWord()
    {
        Light(None);
        Light(_word);
        _lightLeft = LightSamples;
        string score = _score == 256 ? "1.00" : "0." + TwoDigits(_score * 100 / 256);
        long hundredths = _sample * 100 / LogMelFrontEnd.SampleRate;
        _board.WriteLine(hundredths / 100 + "." + TwoDigits((int)(hundredths % 100)) + " s " + KeywordLabels.All[_word] + " " + score);
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
        if (changed != None && _leds[changed] != null)
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
            + " ms spent on computing to a second of sound, " + _board.FreeHeap + " bytes of heap free");
        _computing = 0;
        _reported = _board.Milliseconds;
        _untilReport += ReportSamples;
    }

    private static string TwoDigits(int number)
    {
        return number < 10 ? "0" + number : number.ToString();
    }
}

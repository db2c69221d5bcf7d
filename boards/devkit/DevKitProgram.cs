// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Keyword;
using TinyInterp.Signal;

namespace TinyInterp.Boards;

/// <summary>The application of all boards with LEDs.</summary>
public static class DevKitProgram
{
    private const int ClipPause = LogMelFrontEnd.SampleRate * 5 / 4;

    /// <summary>Lights an LED for each word that is heard, forever.</summary>
    /// <param name="board">The board.</param>
    /// <param name="settings">Where its LEDs are.</param>
    /// <param name="source">What it listens to.</param>
    public static void Run(IBoard board, BoardSettings settings, ISampleSource source)
    {
        ILed[] leds = new ILed[] { NewLed(settings.RedPin), NewLed(settings.GreenPin), NewLed(settings.BluePin) };
        try
        {
            new KeywordApp(board, source, leds, RecognizerSettings.Sparing()).Run();
        }
        catch (OutOfMemoryException)
        {
            // Uncaught, it would end the program without a word.
            board.WriteLine("there is not enough heap");
        }
        catch (ModelException e)
        {
            board.WriteLine(e.Message);
        }
    }

    /// <summary>The recorded words, no faster than they would be spoken.</summary>
    /// <param name="board">Whose clock counts.</param>
    public static ISampleSource NewClips(IBoard board)
    {
        WavClip[] clips = new WavClip[KeywordClips.Count];
        for (int i = 0; i < clips.Length; i++)
        {
            clips[i] = new WavClip(KeywordClips.Wav(i));
        }

        return new PacedSource(new WavClipSource(clips, ClipPause, 0), board);
    }

    private static ILed NewLed(int pin)
    {
        return pin == BoardSettings.NoPin ? null : new GpioLed(pin);
    }
}

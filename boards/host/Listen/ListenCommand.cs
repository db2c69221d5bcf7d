// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Spectre.Console;
using TinyInterp.AudioFiles;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host.Listen;

/// <summary>Listening: to clips that come with the program, to files, to a microphone.</summary>
internal static class ListenCommand
{
    // A file may begin and end within its word: the gate opens where sound rises above silence, and a word at the very end is heard
    // while the silence behind it passes.
    private const int SilenceBefore = ClipEvaluation.SilenceBefore;
    private const int SilenceBehind = ClipEvaluation.SilenceBehind;

    internal static int RunBundled(HostOptions options)
    {
        short[] samples = BundledClips.Stream();
        HostConsole console = options.Console;
        if (options.IsJson || !console.IsTerminal)
        {
            return Report(options, [("bundled clips", samples)], samples, 0, 0);
        }

        Listening listening = Watch(options, "bundled clips", new RecordedSound(samples, isLive: true), CancellationToken.None);
        console.Output.WriteLine(Listening.Summary([listening]));
        CostPrinter.Print(console, options.Cost(samples));
        return 0;
    }

    internal static int RunFiles(HostOptions options, string[] paths)
    {
        // All of them first: a file that cannot be read leaves no half of a result.
        List<(string, short[])> files = new();
        foreach (string path in paths)
        {
            files.Add((path, WavFile.Read(path).At(Detection.SampleRate)));
        }

        return Report(options, files, files.SelectMany(file => file.Item2).ToArray(), SilenceBefore, SilenceBehind);
    }

    internal static int RunMicrophone(HostOptions options, bool isPipe)
    {
        using CancellationTokenSource cancellation = new();
        ConsoleCancelEventHandler stop = (_, e) =>
        {
            e.Cancel = true;
            cancellation.Cancel();
        };
        Console.CancelKeyPress += stop;
        using Microphone? microphone = isPipe ? null : Microphone.Open();
        try
        {
            ISoundSource source = microphone != null ? microphone : new PipedSound(options.Console.Input);
            Listening listening;
            if (options.Console.IsTerminal && !options.IsJson)
            {
                listening = Watch(options, isPipe ? "standard input" : "microphone (Ctrl+C ends)", source, cancellation.Token);
            }
            else
            {
                listening = new Listening(options.NewFactory(), options.Threshold, options.IsJson ? new NoView() : new PlainView(options.Console.Output, string.Empty));
                listening.Run(source, cancellation.Token);
            }

            Conclude(options, [("microphone", listening)], options.IsDevice ? BundledClips.Stream() : null);
            return 0;
        }
        finally
        {
            Console.CancelKeyPress -= stop;
        }
    }

    private static int Report(
        HostOptions options, IReadOnlyList<(string Name, short[] Samples)> sounds, short[] all, int silenceBefore, int silenceBehind)
    {
        ISpotterFactory factory = options.NewFactory();
        List<(string, Listening)> results = new();
        foreach ((string name, short[] samples) in sounds)
        {
            short[] stream = [.. new short[silenceBefore], .. samples, .. new short[silenceBehind]];
            IListenView view = options.IsJson ? new NoView() : new PlainView(options.Console.Output, sounds.Count > 1 ? name + "  " : string.Empty);
            Listening listening = new(factory, options.Threshold, view, silenceBefore, silenceBehind);
            listening.Run(new RecordedSound(stream, isLive: false), CancellationToken.None);
            results.Add((name, listening));
        }

        Conclude(options, results, all);
        return 0;
    }

    private static void Conclude(HostOptions options, IReadOnlyList<(string Name, Listening Listening)> results, short[]? samples)
    {
        BoardCost? cost = options.Cost(samples);
        if (options.IsJson)
        {
            options.Console.WriteJson(new
            {
                Build = options.IsDevice ? "device profile" : "desktop",
                Files = results.Select(result => new
                {
                    File = result.Name,
                    result.Listening.Seconds,
                    result.Listening.RealTimeFactor,
                    Detections = result.Listening.Detections.Select(detection => new
                    {
                        detection.Seconds,
                        Word = result.Listening.Labels[detection.Label],
                        Score = detection.Share,
                    }),
                }),
                Cost = cost,
            });
            return;
        }

        options.Console.Output.WriteLine(Listening.Summary(results.Select(result => result.Listening).ToArray()));
        CostPrinter.Print(options.Console, cost);
    }

    private static Listening Watch(HostOptions options, string title, ISoundSource source, CancellationToken cancellation)
    {
        return options.Console.Rich().Live(new Text(string.Empty)).AutoClear(false).Start(context =>
        {
            Listening listening = new Listening(options.NewFactory(), options.Threshold, new TerminalView(context, title));
            listening.Run(source, cancellation);
            return listening;
        });
    }

    private sealed class NoView : IListenView
    {
        public void ShowFrame(ISpotter spotter)
        {
        }

        public void ShowDetection(string word, Detection detection)
        {
        }
    }
}
